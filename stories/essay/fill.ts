// Puts the numbers of the claims, the constructed traces and the address of the package into the essay's text.

import type { TraceFile } from '../../src/runtime/trace/index.js';

export interface Filling {
  /** Where `traces/` is, seen from the page; ends with a slash, or is empty. */
  readonly base: string;
  /** By claim, by name. */
  readonly numbers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Traces that stand in the page itself, by name. */
  readonly traces: Readonly<Record<string, TraceFile>>;
}

/** @throws {Error} when the text asks for something that there is not. */
export function fill(text: string, { base, numbers, traces }: Filling): string {
  return text
    .replace(/\{\{\{([\w-]+)\}\}\}/g, (_, name: string) => inline(need(traces[name], name)))
    .replaceAll('{{base}}', escapeHtml(base))
    .replace(/\{\{([\w-]+)\.([\w-]+)\}\}/g, (_, claim: string, name: string) => {
      const number = need(numbers[claim]?.[name], `${claim}.${name}`);
      return `<b class="measured">${escapeHtml(number)}</b>`;
    });
}

/** A script cannot be ended from within: JSON may write "<" in another way. */
const inline = (trace: TraceFile): string =>
  `<script type="application/json">${JSON.stringify(trace).replaceAll('<', '\\u003c')}</script>`;

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function need<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`The essay asks for {{${name}}}, which there is not.`);
  return found;
}
