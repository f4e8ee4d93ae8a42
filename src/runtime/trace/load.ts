// A trace from an address.

import { readBody } from '../read-body.js';
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

  constructor(code: TraceLoadErrorCode, url: string, problem: string, cause?: unknown) {
    super(`The trace at ${shorten(url)} ${problem}`, { cause });
    this.name = 'TraceLoadError';
    this.code = code;
    this.url = url;
  }
}

/**
 * Fetches and reads a trace from its address in full, with the options of `fetch`. Reading stops at `TRACE_LIMITS.fileBytes`, whatever the server sends.
 * @throws {TraceLoadError} when the file cannot be had, {TraceError} when it is no valid trace, and the signal's reason
 * when it is aborted.
 */
export async function loadTrace(url: string, options: RequestInit = {}): Promise<Trace> {
  let text: string;
  try {
    // What decodes a `data:` address comes with the first one: few pages have any.
    const data = /^data:/i.test(url) ? await import('../data-address.js') : undefined;
    const response = data?.dataResponse(url) ?? (await fetch(url, { ...traceRequest, ...options }));
    if (!response.ok) {
      throw new TraceLoadError(
        'http',
        url,
        `could not be loaded: the server answered ${response.status}. Check the address.`,
      );
    }
    text = await readText(response, url);
  } catch (error) {
    if (error instanceof TraceLoadError || options.signal?.aborted) throw error;
    throw new TraceLoadError(
      'network',
      url,
      'could not be loaded: the server was not reached, or does not allow this page to read it (CORS). Check the address and the connection.',
      error,
    );
  }
  return parseTraceText(text, url);
}

async function readText(response: Response, url: string): Promise<string> {
  const bytes = await readBody(
    response,
    TRACE_LIMITS.fileBytes,
    () =>
      new TraceLoadError(
        'too-large',
        url,
        `is larger than ${TRACE_LIMITS.fileBytes / 2 ** 20} MiB and was not read.`,
      ),
  );
  return new TextDecoder().decode(bytes);
}
