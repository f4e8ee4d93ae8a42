// The bytes of a trace's files, from an address: of the trace itself and of its vectors.

import { hasCredentials } from '../fetch/credentials.js';
import { serverAdvice } from '../fetch/opened-as-file.js';
import { fetchBody } from '../fetch/read-body.js';
import { shorten } from '../shorten.js';

export type TraceLoadErrorCode = 'address' | 'network' | 'http' | 'too-large';

/** The files of a trace, as messages call them. */
export type TraceFileKind = 'trace' | 'vectors';

/** Thrown when a file of a trace could not be loaded. What is wrong *in* a file is a `TraceError`. */
export class TraceLoadError extends Error {
  readonly code: TraceLoadErrorCode;
  readonly url: string;

  override get name(): string {
    return 'TraceLoadError';
  }

  /** @param problem what the sentence "The trace at … " ends with. */
  constructor(
    code: TraceLoadErrorCode,
    url: string,
    problem: string,
    { file = 'trace', ...options }: ErrorOptions & { readonly file?: TraceFileKind } = {},
  ) {
    super(`The ${file} at ${shorten(url)} ${problem}`, options);
    this.code = code;
    this.url = url;
  }
}

let pageOptions: RequestInit = { credentials: 'omit' };

/**
 * Sets options of every later `fetch` of a trace or its vectors on this page; those left out stay. Without it the reader's cookies
 * are not sent: whoever wrote a trace or a link names addresses in it, also of the page's own server.
 */
export function setTraceRequest(options: RequestInit): void {
  pageOptions = { ...pageOptions, ...options };
}

/**
 * The address of a file in full.
 * @param base what `url` is relative to.
 * @param advice what to do if `url` is not an address.
 * @throws {TraceLoadError} `address`.
 */
export function traceFileAddress(
  file: TraceFileKind,
  url: string,
  base: string,
  advice = '',
): string {
  if (URL.canParse(url, base)) return new URL(url, base).href;
  const problem = `could not be loaded: that is not an address.${advice}`;
  throw new TraceLoadError('address', url, problem, { file });
}

/**
 * The bytes of the file at `url`.
 * @param most bytes; of a larger file the rest is not read.
 * @param tooLarge what is wrong with a larger file: the end of the sentence "The trace at … ".
 * @throws {TraceLoadError}, and the signal's reason when it is aborted.
 */
export async function fetchTraceFile(
  file: TraceFileKind,
  url: string,
  most: number,
  tooLarge: string,
  options: RequestInit = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const failed = (code: TraceLoadErrorCode, why: string, cause?: unknown) =>
    new TraceLoadError(code, url, `could not be loaded: ${why}`, { file, cause });
  if (hasCredentials(url)) {
    throw failed('address', 'take name and password out of the address.');
  }
  try {
    return await fetchBody(url, { ...pageOptions, ...options }, most, {
      refused: (status) => failed('http', `the server answered ${status}. Check the address.`),
      tooLarge: () => new TraceLoadError('too-large', url, tooLarge, { file }),
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
