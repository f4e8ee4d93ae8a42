// The vectors of a recorded trace, from the file that the trace names.

import { fetchTraceFile, traceFileAddress } from './fetch-trace-file.js';
import { type QkvVectors, qkvBytes, readQkv } from './qkv.js';
import type { Trace } from './trace.js';
import { TraceError } from './trace-error.js';

/**
 * The address of the file that a trace names.
 * @param base what it is relative to: the trace's own address, or the page's.
 * @throws {TraceError} if it does not name one, {TraceLoadError} if that is not an address.
 */
export function vectorsAddress({ qkv }: Trace, base: string): string {
  if (!qkv) throw new TraceError('qkv', 'is missing: no vectors were recorded.');
  return traceFileAddress('vectors', qkv.url, base);
}

/**
 * @param url of the file, in full.
 * @throws {TraceLoadError} when the file cannot be had, {TraceError} when it is not one of this trace, and the signal's reason
 * when it fires.
 */
export async function loadVectors(
  trace: Trace,
  url: string,
  signal?: AbortSignal,
): Promise<QkvVectors> {
  const most = qkvBytes(trace);
  const tooLarge = `are more than the ${most} bytes that the trace's tokens and model ask for, and were not read.`;
  const bytes = await fetchTraceFile('vectors', url, most, tooLarge, signal && { signal });
  return readQkv(trace, bytes.buffer);
}
