// Which heads are off, as text and as the mask that a run takes. Pure.

import { times } from '../../../runtime/attention/index.js';
import type { TraceModel } from '../../../runtime/trace/index.js';

export type Size = Pick<TraceModel, 'layers' | 'heads'>;

/** Heads as their place in layer-major order, sorted. */
export type HeadsOff = readonly number[];

/** `4.11 5.*`: a head, or a layer whole. What the model does not have is left out. */
export function readHeads(text: string, { layers, heads }: Size): HeadsOff {
  const off = new Set<number>();
  for (const [, layer, head] of text.matchAll(/(?<![\d.-])(\d{1,4})\.(\d{1,4}|\*)(?![\d.])/g)) {
    const at = Number(layer);
    if (at >= layers) continue;
    const which = head === '*' ? times(heads, (one) => one) : [Number(head)];
    for (const one of which) if (one < heads) off.add(at * heads + one);
  }
  return [...off].sort((a, b) => a - b);
}

/** The same as text, layers that are off whole as `5.*`. */
export function writeHeads(off: HeadsOff, { layers, heads }: Size): string {
  return times(layers, (layer) => {
    const here = off.filter((at) => Math.floor(at / heads) === layer);
    if (heads > 1 && here.length === heads) return [`${layer}.*`];
    return here.map((at) => `${layer}.${at % heads}`);
  })
    .flat()
    .join(' ');
}

/** [L,H] row-major: 1 leaves a head on, 0 switches it off. */
export function maskOf(off: HeadsOff, { layers, heads }: Size): Float32Array {
  const mask = new Float32Array(layers * heads).fill(1);
  for (const at of off) mask[at] = 0;
  return mask;
}

/** `off` with those of `heads` off too; or on again, where all of them were off. */
export function toggleHeads(off: HeadsOff, heads: readonly number[]): HeadsOff {
  const all = heads.every((at) => off.includes(at));
  const rest = off.filter((at) => !heads.includes(at));
  return (all ? rest : [...rest, ...heads]).sort((a, b) => a - b);
}
