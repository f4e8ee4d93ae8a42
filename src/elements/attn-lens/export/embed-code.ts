// What an author pastes into a page to have this very lens there: as a script tag, or as a frame.

import { escapeHtml } from '../../shared/escape-markup.js';
import type { ShareState } from '../address/share-state.js';

export interface EmbedInput {
  /** Of the published package, with a slash at its end. */
  readonly base: string;
  /** Attributes: what was chosen and what the page gave. */
  readonly state: ShareState;
  readonly title: string;
  readonly lang: string;
  readonly theme: 'light' | 'dark';
  /** The address of the trace, in full; `null` where it has none. */
  readonly src: string | null;
  /** The text of a live run: what a reader needs to have the same numbers where the trace cannot come along. */
  readonly liveText: string | null;
  /** The text of the trace's file, for one without an address. */
  readonly file: () => string;
}

/** The lens in the page itself. A trace without an address goes along. */
export function scriptCode({ base, state, lang, title, src, file }: EmbedInput): string {
  const all = { ...(src !== null && { src }), ...state, lang };
  const attributes = Object.entries(all).map(([name, value]) =>
    value === '' ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`,
  );
  // Only `<` can end a script early; JSON has another way to write it.
  const inline = () => file().replaceAll('<', '\\u003c');
  return [
    `<script type="module" src="${escapeHtml(base)}dist/cdn/attn-lens.js"></script>`,
    `<attn-lens${attributes.join('')}>`,
    ...(src === null ? [`<script type="application/json">${inline()}</script>`] : []),
    escapeHtml(title),
    '</attn-lens>',
  ].join('\n');
}

/** The names of recordings of the package, by which the frame's page knows them. */
const RECORDING = /^(?<base>.*)traces\/(?<name>[a-z-]+)\.json$/;

/** The longest text that the frame's page takes from an address. */
const MOST_TEXT = 20_000;

/**
 * The address of the page for frames, with this state in it. A live run is named by its text, which the reader runs. `null`
 * for a trace without an address, and for a text that is too long for one.
 */
export function frameAddress(input: EmbedInput): string | null {
  const { base, state, lang, theme, src, liveText } = input;
  const what = src !== null ? { trace: traceName(src, base) } : textOf(liveText);
  if (!what) return null;
  const address = new URL(`${base}dist/embed/index.html`);
  for (const [name, value] of Object.entries({ ...state, ...what, lang, theme })) {
    address.searchParams.set(name, value);
  }
  return address.href;
}

function traceName(src: string, base: string): string {
  const known = RECORDING.exec(src)?.groups;
  return known?.base === base ? (known.name ?? src) : src;
}

function textOf(text: string | null): { readonly text: string } | null {
  return text === null || text.length > MOST_TEXT ? null : { text };
}

/** @param height in CSS pixels: as high as the lens is now. */
export function frameCode(input: EmbedInput, height: number): string | null {
  const address = frameAddress(input);
  if (address === null) return null;
  return `<iframe class="attention-lens" title="${escapeHtml(input.title)}" src="${escapeHtml(address)}" sandbox="allow-scripts" width="100%" frameborder="0" height="${Math.ceil(height)}"></iframe>`;
}
