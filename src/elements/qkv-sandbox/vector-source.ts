// Where real vectors come from: the linked lens, or a recording that is fetched when it is first asked for.

import { recordedVectors } from '../../runtime/recorded-vectors.js';
import {
  loadTrace,
  type QkvVectors,
  readQkv,
  type Trace,
  TraceLoadError,
} from '../../runtime/trace/index.js';
import type { LinkedLens } from './linked-lens.js';

/** A trace, and a way to the vectors of its heads. */
export interface VectorSource {
  readonly trace: Trace;
  /** True for the recording that comes with the package. */
  readonly recorded: boolean;
  vectors(layer: number, head: number): Promise<QkvVectors>;
}

/** The lens as a source, if it has a trace on screen. */
export function lensSource(lens: LinkedLens): VectorSource | null {
  const trace = lens.shown;
  return trace && { trace, recorded: false, vectors: (layer, head) => lens.vectors(layer, head) };
}

/**
 * A recording with its vectors.
 * @param src the address of a trace that names its vectors; without it the recording that comes with the package.
 * @throws {TraceLoadError} when a file cannot be had, {TraceError} when one is not valid or has no vectors.
 */
export async function loadSource(src: string | null): Promise<VectorSource> {
  const own = recordedVectors();
  const address = src === null ? own.trace : new URL(src, document.baseURI).href;
  const trace = await loadTrace(address);
  const file = src === null ? own.vectors : new URL(trace.qkv?.url ?? '', address).href;
  const vectors = readQkv(trace, trace.qkv ? await fetchBytes(file) : new ArrayBuffer(0));
  return { trace, recorded: src === null, vectors: async () => vectors };
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    const problem =
      'has vectors that could not be loaded: the server was not reached, or does not allow this page to read them (CORS).';
    throw new TraceLoadError('network', url, problem, error);
  }
  if (!response.ok) {
    const problem = `has vectors that could not be loaded: the server answered ${response.status}. Check the address.`;
    throw new TraceLoadError('http', url, problem);
  }
  return response.arrayBuffer();
}
