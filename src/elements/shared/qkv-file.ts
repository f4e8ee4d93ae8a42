// The file with the vectors of a recorded trace, fetched.

import {
  type QkvVectors,
  readQkv,
  type Trace,
  TraceError,
  TraceLoadError,
} from '../../runtime/trace/index.js';
import { fetchTraceFile } from '../../runtime/trace/load.js';
import { qkvBytes } from '../../runtime/trace/qkv.js';

/**
 * The address of the file that a trace names.
 * @param base what it is relative to: the trace's own address, or the page's.
 * @throws {TraceError} when it names none, {TraceLoadError} when that is no address.
 */
export function vectorsAddress({ qkv }: Trace, base: string): string {
  if (!qkv) throw new TraceError('qkv', 'is missing: no vectors were recorded.');
  if (URL.canParse(qkv.url, base)) return new URL(qkv.url, base).href;
  throw new TraceLoadError('address', qkv.url, 'could not be loaded: that is no address.');
}

/**
 * @throws {TraceLoadError} when the file cannot be had, {TraceError} when it is not one of this trace, and the signal's reason
 * when it fires.
 */
export async function loadVectors(
  trace: Trace,
  file: string,
  signal?: AbortSignal,
): Promise<QkvVectors> {
  const most = qkvBytes(trace);
  const tooLarge = `are more than the ${most} bytes that its tokens and model ask for, and were not read.`;
  const words = { what: 'has vectors that ', tooLarge };
  const bytes = await fetchTraceFile(file, most, words, signal && { signal });
  return readQkv(trace, bytes.buffer);
}
