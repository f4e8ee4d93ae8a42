// What `compare` says. Pure.

import type { HeadChoice } from '../head/subject.js';

export type CompareTarget =
  /** Another head of what is shown. */
  | { readonly kind: 'head'; readonly head: HeadChoice }
  /** A head of the live run beside a recording, or of the recording beside a live run; the same one where none is named. */
  | { readonly kind: 'other'; readonly head: HeadChoice | null }
  /** A head of the trace at an address, the same one where none is named. */
  | { readonly kind: 'file'; readonly src: string; readonly head: HeadChoice | null };

/**
 * Reads the attribute: `4.11`, or `4.*` for the average of a layer; `other` or `other#4.11`; or an address, as in
 * `traces/dog.json` and `traces/dog.json#4.11`.
 */
export function readCompareTarget(text: string): CompareTarget {
  const plain = readHead(text.trim());
  if (plain) return { kind: 'head', head: plain };
  const [, src = text, name = ''] = /^(.*?)(?:#(\d+\.(?:\d+|\*)))?$/s.exec(text.trim()) ?? [];
  const head = readHead(name);
  return src === 'other' ? { kind: 'other', head } : { kind: 'file', src, head };
}

/** The attribute for another head of the same. */
export function writeCompareTarget(compared: CompareTarget, choice: HeadChoice): string {
  const of = {
    head: '',
    other: 'other#',
    file: compared.kind === 'file' ? `${compared.src}#` : '',
  };
  return of[compared.kind] + writeHead(choice);
}

const writeHead = ({ layer, head, average }: HeadChoice): string =>
  `${layer}.${average ? '*' : head}`;

function readHead(text: string): HeadChoice | null {
  const [, layer, head] = /^(\d+)\.(\d+|\*)$/.exec(text) ?? [];
  if (layer === undefined || head === undefined) return null;
  const average = head === '*';
  return { layer: Number(layer), head: average ? 0 : Number(head), average };
}
