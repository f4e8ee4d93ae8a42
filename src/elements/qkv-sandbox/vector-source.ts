// Where real vectors come from: the linked lens, or a recording that is fetched when it is first asked for.

import { recordedVectors } from '../../runtime/index.js';
import {
  loadTrace,
  loadVectors,
  type QkvVectors,
  type Trace,
  TraceError,
  vectorsAddress,
} from '../../runtime/trace/index.js';
import type { LinkedLens } from '../shared/linked-lens.js';

/** A trace, and a way to the vectors of its heads. */
export interface VectorSource {
  readonly trace: Trace;
  /** True for the recording that comes with the package. */
  readonly recorded: boolean;
  vectors(layer: number, head: number): Promise<QkvVectors>;
}

/**
 * The lens as a source.
 * @throws {TraceLoadError} when its file cannot be had, {TraceError} when what it shows has no vectors.
 */
export async function lensSource(lens: LinkedLens, signal: AbortSignal): Promise<VectorSource> {
  const { shown, src, vectors } = lens;
  if (shown && vectors && (shown.qkv || shown.provenance.kind === 'live')) {
    return { trace: shown, recorded: false, vectors: vectors.bind(lens) };
  }
  if (src && !vectors) return { ...(await loadSource(src, signal)), recorded: false };
  throw new TraceError('qkv', 'is missing: the lens shows none with vectors.');
}

/**
 * A recording with its vectors.
 * @param src the address of a trace that names its vectors; without it the recording that comes with the package.
 * @throws {TraceLoadError} when a file cannot be had, {TraceError} when one is not valid or has no vectors.
 */
export async function loadSource(src: string | null, signal: AbortSignal): Promise<VectorSource> {
  const own = recordedVectors();
  const address = src === null ? own.trace : new URL(src, document.baseURI).href;
  const trace = await loadTrace(address, { signal });
  const vectors = await loadVectors(
    trace,
    src === null ? own.vectors : vectorsAddress(trace, address),
    signal,
  );
  return { trace, recorded: src === null, vectors: async () => vectors };
}
