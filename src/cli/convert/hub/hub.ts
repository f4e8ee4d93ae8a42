// The connection to a hub: its address, the token, the proxy, and how long it may send nothing.

import { ConnectionError } from '../../../runtime/fetch/retry.js';
import { StallWatch } from '../../../runtime/fetch/stall-watch.js';
import { HubError } from './hub-error.js';
import { certificateAdvice, proxyAdvice, reasonOf } from './unreachable.js';

/** Tells the user what is happening. */
export type Say = (words: string) => void;

export interface HubOptions {
  /** `https://huggingface.co`, without a slash at the end. */
  readonly endpoint: string;
  readonly token?: string;
  /** Default: Node's own. */
  readonly fetch?: typeof fetch;
  /** Milliseconds after which a silent connection is closed. Default: 30 s. */
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
   * Sends one request. If nothing comes for half a minute, it fails, also in the middle of the body. Only the hub gets the
   * token: `fetch` drops it when a redirect leads to another origin. Bodies of refusals are not read.
   * @throws {HubError} `hub`
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
      const { status, statusText, body } = response;
      if (!body || !response.ok) {
        await body?.cancel();
        watch.end();
        return response;
      }
      return new Response(watched(body, watch), { status, statusText, headers: response.headers });
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
    // Another try does not help if a setting is wrong.
    return new HubError('hub', `${problem} ${advice}`, { cause, passing: !special });
  }
}

/** The same body. The watch ends with it, however it ends: a timer that is left over would keep the command running. */
function watched(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  watch: StallWatch,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  let over = false;
  const end = () => {
    if (!over) watch.end();
    over = true;
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        // A read that was under way may still bring something after a cancel.
        if (over) return;
        if (done) {
          end();
          controller.close();
          return;
        }
        watch.heard();
        controller.enqueue(value);
      } catch (error) {
        end();
        controller.error(error);
      }
    },
    cancel(reason) {
      end();
      return reader.cancel(reason);
    },
  });
}
