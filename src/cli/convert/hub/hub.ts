// A hub as it is asked: its address, the token, the way there, and how long it may be silent.

import { ConnectionError } from '../../../runtime/fetch/retry.js';
import { StallWatch } from '../../../runtime/fetch/stall-watch.js';
import { HubError } from './hub-error.js';
import { certificateAdvice, proxyAdvice, reasonOf } from './unreachable.js';

/** What can be told to who waits. */
export type Say = (words: string) => void;

export interface HubOptions {
  /** `https://huggingface.co`, without a slash at the end. */
  readonly endpoint: string;
  readonly token?: string;
  /** Through a proxy, where there is one. */
  readonly fetch?: typeof fetch;
  /** Milliseconds in which something has to come. */
  readonly patience?: number;
  readonly say?: Say;
}

export class Hub {
  readonly endpoint: string;
  readonly token: string | undefined;
  readonly say: Say;
  readonly #fetch: typeof fetch;
  readonly #patience: number | undefined;

  constructor({ endpoint, token, fetch: through = fetch, patience, say = () => {} }: HubOptions) {
    this.endpoint = endpoint;
    this.token = token;
    this.say = say;
    this.#fetch = through;
    this.#patience = patience;
  }

  /**
   * One request, which ends with an error where nothing comes for half a minute, in the body too. The token goes to the
   * hub only: fetch itself takes it away where a redirect leads elsewhere.
   * @throws {HubError} `hub`, which may pass.
   */
  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('accept-encoding', 'identity');
    if (this.token && url.startsWith(`${this.endpoint}/`)) {
      headers.set('authorization', `Bearer ${this.token}`);
    }
    const watch = new StallWatch(this.#patience);
    const signal = watch.begin();
    try {
      const response = await this.#fetch(url, { ...init, headers, signal });
      if (!response.body) {
        watch.end();
        return response;
      }
      const { status, statusText } = response;
      const body = response.body.pipeThrough(heardBy(watch));
      return new Response(body, { status, statusText, headers: response.headers });
    } catch (cause) {
      watch.end();
      throw this.#unreachable(cause);
    }
  }

  #unreachable(cause: unknown): HubError {
    if (cause instanceof ConnectionError) {
      return new HubError('hub', `${this.endpoint}: ${cause.message}.`, { cause, passing: true });
    }
    const problem = `${this.endpoint} cannot be reached: ${reasonOf(cause)}.`;
    const special = proxyAdvice(cause) ?? certificateAdvice(cause);
    const line = this.#fetch === fetch ? 'the connection' : 'the connection and the proxy';
    const advice = special ?? `Check ${line}, or set HF_ENDPOINT to a mirror.`;
    // What settings repair, another try does not.
    return new HubError('hub', `${problem} ${advice}`, { cause, passing: !special });
  }
}

/** Tells the watch of every part. After the last one it has nothing to watch. */
function heardBy(watch: StallWatch): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(part, controller) {
      watch.heard();
      controller.enqueue(part);
    },
    flush: () => watch.end(),
  });
}
