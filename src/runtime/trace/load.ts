// A trace from an address.

import { fetchTraceFile } from './fetch-trace-file.js';
import { TRACE_LIMITS } from './format.js';
import { parseTraceText } from './parse.js';
import type { Trace } from './trace.js';

/**
 * Fetches and reads a trace from its address in full, with the options of `fetch`. Nothing of the reader's goes along unless
 * the options say so: `{ credentials: 'same-origin' }`. Reading stops at `TRACE_LIMITS.fileBytes`, whatever the server sends.
 * @throws {TraceLoadError} when the file cannot be had, {TraceError} when it is no valid trace, and the signal's reason
 * when it is aborted.
 */
export async function loadTrace(url: string, options: RequestInit = {}): Promise<Trace> {
  const { fileBytes } = TRACE_LIMITS;
  const tooLarge = `is larger than ${fileBytes / 2 ** 20} MiB and was not read.`;
  const bytes = await fetchTraceFile('trace', url, fileBytes, tooLarge, options);
  return parseTraceText(new TextDecoder().decode(bytes), url);
}
