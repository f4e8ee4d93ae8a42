// One file, or a part of one, from the network into its place in a buffer. A connection that breaks is taken up where it
// broke, if the server offers that, after a pause that grows; a server that is busy is asked again when it says.

import type { FileRequest } from '../api.js';
import { RuntimeError } from '../runtime-error.js';
import { shorten } from '../shorten.js';
import { dataResponse } from './data-address.js';
import { FILE_REQUEST } from './file-request.js';
import { serverAdvice } from './opened-as-file.js';
import { BusyError, busyAnswer, ConnectionError, persist } from './retry.js';
import type { StallWatch } from './stall-watch.js';

export interface FetchFileOptions {
  readonly signal: AbortSignal;
  readonly watch: StallWatch;
  /** Told of every change; negative where bytes have to be fetched again. */
  readonly onBytes: (change: number) => void;
  readonly fetch: typeof fetch;
  readonly request?: FileRequest;
  /** Past the browser's own cache. */
  readonly reload?: boolean;
  /** Where a part begins that is as long as the buffer. All of the file without it. */
  readonly part?: { readonly begin: number; readonly fileBytes: number };
}

/** Of a file that is sent whole though a part was asked for, so much is read past. */
const MOST_SKIPPED = 2 ** 26;

/**
 * Fills `target` from `url`.
 * @throws {RuntimeError} `file-unreachable`, `file-size`, `aborted`.
 */
export async function fetchFile(
  url: string,
  target: Uint8Array<ArrayBuffer>,
  options: FetchFileOptions,
): Promise<void> {
  const transfer = new Transfer(url, target, options);
  await persist(() => transfer.attempt(), {
    signal: options.signal,
    progress: () => transfer.at,
    giveUp: (reason) =>
      reason instanceof BusyError ? tooBusy(url, reason) : unreachable(url, reason.message),
  });
}

class Transfer {
  /** Bytes that are in place. */
  at = 0;
  readonly #url: string;
  readonly #target: Uint8Array<ArrayBuffer>;
  readonly #options: FetchFileOptions;
  #offersRanges = true;

  constructor(url: string, target: Uint8Array<ArrayBuffer>, options: FetchFileOptions) {
    this.#url = url;
    this.#target = target;
    this.#options = options;
  }

  /** @throws {ConnectionError} when the connection fails or stalls; what has arrived stays. */
  async attempt(): Promise<void> {
    const { watch, signal } = this.#options;
    const stalled = watch.begin();
    try {
      await this.#transfer(AbortSignal.any([signal, stalled]));
    } finally {
      watch.end();
    }
  }

  async #transfer(signal: AbortSignal): Promise<void> {
    const response = await this.#request(signal);
    if (!response.ok || !response.body) {
      void response.body?.cancel();
      const isHeeded = this.#options.part || response.headers.has('Retry-After');
      const busy = isHeeded && busyAnswer(response);
      if (busy) throw busy;
      throw unreachable(this.#url, `the server answered with status ${response.status}`);
    }
    const { part } = this.#options;
    const isWhole = response.status !== 206;
    const begin = part?.begin ?? 0;
    const isElsewhere = !isWhole && !startsAt(response, begin + this.at);
    if (part && isElsewhere) {
      void response.body.cancel();
      throw otherPart(this.#url, begin + this.at);
    }
    if (isWhole || isElsewhere) this.#move(0);
    const reader = response.body.getReader();
    /** Bytes before the part, where all of the file comes. */
    let skipped = isWhole ? begin : 0;
    if (part && isWhole && part.fileBytes > MOST_SKIPPED) {
      void reader.cancel();
      throw noParts(this.#url, part.fileBytes);
    }
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        // More was announced, but all that is wanted is here; whether it is right its hash says.
        if (this.at === this.#target.length) return { done: true, value: undefined } as const;
        throw connectionError(error);
      });
      if (done) break;
      this.#options.watch.heard();
      let own = value.subarray(Math.min(skipped, value.length));
      skipped -= value.length - own.length;
      const room = this.#target.length - this.at;
      if (own.length > room && !(part && isWhole)) {
        void reader.cancel();
        throw wrongSize(this.#url, this.#target.length, `more than ${this.#target.length}`);
      }
      own = own.subarray(0, room);
      this.#target.set(own, this.at);
      this.#move(this.at + own.length);
      if (part && isWhole && this.at === this.#target.length) {
        void reader.cancel();
        break;
      }
    }
    if (this.at < this.#target.length) {
      throw wrongSize(this.#url, this.#target.length, String(this.at));
    }
  }

  async #request(signal: AbortSignal): Promise<Response> {
    const { fetch, reload, request, part } = this.#options;
    const resume = this.#offersRanges && this.at > 0;
    const range = part
      ? `bytes=${part.begin + this.at}-${part.begin + this.#target.length - 1}`
      : resume && `bytes=${this.at}-`;
    try {
      const response =
        dataResponse(this.#url) ??
        (await fetch(this.#url, {
          ...FILE_REQUEST,
          ...request,
          signal,
          ...(reload && { cache: 'reload' }),
          ...(range && { headers: { Range: range } }),
        }));
      if (part || !resume || response.status === 206) return response;
      this.#offersRanges = false;
      return response.ok ? response : await this.#request(signal);
    } catch (error) {
      // From another origin the header may be what was refused.
      if (resume) this.#offersRanges = false;
      throw connectionError(error);
    }
  }

  #move(to: number): void {
    this.#options.onBytes(to - this.at);
    this.at = to;
  }
}

/** Of an answer from another origin the header may be hidden; its status says that the range was taken. */
function startsAt(response: Response, at: number): boolean {
  const range = response.headers.get('Content-Range');
  return range === null || range.startsWith(`bytes ${at}-`);
}

function connectionError(error: unknown): Error {
  if (error instanceof ConnectionError || error instanceof RuntimeError) return error;
  return new ConnectionError(error instanceof Error ? error.message : String(error));
}

function unreachable(url: string, reason: string): RuntimeError {
  return new RuntimeError(
    'file-unreachable',
    `${shorten(url)} could not be fetched: ${reason}.`,
    serverAdvice(
      url,
      'Check the connection. Authors: check that the address is right; from another origin it needs CORS, and the page may need it in connect-src.',
    ),
    { subject: url },
  );
}

function tooBusy(url: string, { message }: BusyError): RuntimeError {
  return new RuntimeError(
    'file-unreachable',
    `${shorten(url)} could not be fetched: ${message}.`,
    'Try again in some minutes.',
    { subject: url },
  );
}

function noParts(url: string, bytes: number): RuntimeError {
  return new RuntimeError(
    'file-unreachable',
    `${shorten(url)} is sent whole, all ${bytes} bytes of it, where a part was asked for.`,
    'Authors: the server or mirror has to answer requests for a single range of bytes.',
    { subject: url },
  );
}

function otherPart(url: string, begin: number): RuntimeError {
  return new RuntimeError(
    'file-unreachable',
    `Of ${shorten(url)} another part was sent than the one from byte ${begin} on, which was asked for.`,
    'Authors: the server or mirror has to answer requests for a single range of bytes.',
    { subject: url },
  );
}

function wrongSize(url: string, expected: number, actual: string): RuntimeError {
  return new RuntimeError(
    'file-size',
    `${shorten(url)} has ${actual} bytes instead of ${expected}.`,
    'It is cut short, an error page, or of another version. Publish it again, or correct the address.',
    { subject: url },
  );
}
