// A trace from an address.

import { hasCredentials } from '../fetch/credentials.js';
import { serverAdvice } from '../fetch/opened-as-file.js';
import { fetchBody } from '../fetch/read-body.js';
import { shorten } from '../shorten.js';
import { TRACE_LIMITS } from './format.js';
import { parseTraceText } from './parse.js';
import { traceRequest } from './request.js';
import type { Trace } from './trace.js';

export type TraceLoadErrorCode = 'address' | 'network' | 'http' | 'too-large';

/** Thrown when the file of a trace could not be had. What is wrong *in* a file is a `TraceError`. */
export class TraceLoadError extends Error {
  readonly code: TraceLoadErrorCode;
  readonly url: string;

  override get name(): string {
    return 'TraceLoadError';
  }

  constructor(code: TraceLoadErrorCode, url: string, problem: string, cause?: unknown) {
    super(`The trace at ${shorten(url)} ${problem}`, { cause });
    this.code = code;
    this.url = url;
  }
}

/**
 * Fetches and reads a trace from its address in full, with the options of `fetch`. Nothing of the reader's goes along unless
 * the options say so: `{ credentials: 'same-origin' }`. Reading stops at `TRACE_LIMITS.fileBytes`, whatever the server sends.
 * @throws {TraceLoadError} when the file cannot be had, {TraceError} when it is no valid trace, and the signal's reason
 * when it is aborted.
 */
export async function loadTrace(url: string, options: RequestInit = {}): Promise<Trace> {
  const tooLarge = `is larger than ${TRACE_LIMITS.fileBytes / 2 ** 20} MiB and was not read.`;
  const bytes = await fetchTraceFile(url, TRACE_LIMITS.fileBytes, { tooLarge }, options);
  return parseTraceText(new TextDecoder().decode(bytes), url);
}

/**
 * The bytes of a file that a trace is in or that it names, at most `most`.
 * @param words `what` goes before "could not be loaded"; `tooLarge` is what is wrong with a larger one.
 * @throws {TraceLoadError}, and the signal's reason when it is aborted.
 */
export async function fetchTraceFile(
  url: string,
  most: number,
  { what = '', tooLarge }: { readonly what?: string; readonly tooLarge: string },
  options: RequestInit = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const failed = (code: TraceLoadErrorCode, why: string, cause?: unknown) =>
    new TraceLoadError(code, url, `${what}could not be loaded: ${why}`, cause);
  if (hasCredentials(url)) {
    throw failed('address', 'take name and password out of the address.');
  }
  try {
    return await fetchBody(url, { ...traceRequest, ...options }, most, {
      refused: (status) => failed('http', `the server answered ${status}. Check the address.`),
      tooLarge: () => new TraceLoadError('too-large', url, what + tooLarge),
      stalled: (seconds) =>
        failed('network', `nothing came for ${seconds} seconds. Check the connection.`),
    });
  } catch (error) {
    if (error instanceof TraceLoadError || options.signal?.aborted) throw error;
    throw failed(
      'network',
      serverAdvice(
        url,
        'The server was not reached, or does not allow this page to read it (CORS). Check the address and the connection.',
      ),
      error,
    );
  }
}
