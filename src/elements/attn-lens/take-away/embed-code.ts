// What an author pastes into a page to have this very lens there: as a script tag, or as a frame.

import type { TraceFile } from '../../../runtime/trace/index.js';
import type { LensState } from '../lens-state.js';

export interface EmbedInput {
  /** Of the published package, with a slash at its end. */
  readonly base: string;
  /** Attributes: what was chosen and what the page gave. */
  readonly state: LensState;
  readonly title: string;
  readonly lang: string;
  readonly theme: 'light' | 'dark';
  /** The address of the trace, in full; `null` where it has none. */
  readonly src: string | null;
  /** The trace itself, where it has no address. */
  readonly file: () => TraceFile;
}

/** The lens in the page itself. A trace without an address goes along. */
export function scriptCode({ base, state, lang, title, src, file }: EmbedInput): string {
  const all = { ...(src !== null && { src }), ...state, lang };
  const attributes = Object.entries(all).map(([name, value]) =>
    value === '' ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`,
  );
  // Only `<` can end a script early; JSON has another way to write it.
  const inline = () => JSON.stringify(file()).replaceAll('<', '\\u003c');
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

/** The address of the page for frames, with this state in it; `null` for a trace without an address. */
export function frameAddress({ base, state, lang, theme, src }: EmbedInput): string | null {
  if (src === null) return null;
  const known = RECORDING.exec(src)?.groups;
  const trace = known?.base === base ? (known.name ?? src) : src;
  const address = new URL(`${base}dist/embed/index.html`);
  for (const [name, value] of Object.entries({ trace, ...state, lang, theme })) {
    address.searchParams.set(name, value);
  }
  return address.href;
}

/** @param height in CSS pixels: as high as the lens is now. */
export function frameCode(input: EmbedInput, height: number): string | null {
  const address = frameAddress(input);
  if (address === null) return null;
  return `<iframe class="attention-lens" title="${escapeHtml(input.title)}" src="${escapeHtml(address)}" sandbox="allow-scripts" width="100%" height="${Math.ceil(height)}"></iframe>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
