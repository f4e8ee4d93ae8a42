// The file with the vectors of a recorded trace, fetched.

import { dataResponse } from '../../runtime/data-address.js';
import {
  type QkvVectors,
  readQkv,
  type Trace,
  TraceError,
  TraceLoadError,
} from '../../runtime/trace/index.js';
import { traceRequest } from '../../runtime/trace/request.js';

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

/** @throws {TraceLoadError} when the file cannot be had, {TraceError} when it is not one of this trace. */
export async function loadVectors(trace: Trace, file: string): Promise<QkvVectors> {
  return readQkv(trace, await fetchBytes(file));
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = dataResponse(url) ?? (await fetch(url, traceRequest));
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
