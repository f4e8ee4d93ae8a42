// What the hub's API says of a model: the commit that a name stands for, and its files.

import { readBody } from '../fetch/read-body.js';
import { BusyError, busyAnswer, ConnectionError, persist } from '../fetch/retry.js';
import { STALL_MS } from '../fetch/stall-watch.js';
import { type HubModel, hubName } from '../packs/hub-address.js';
import { RuntimeError } from '../runtime-error.js';
import { shorten } from '../shorten.js';
import { HUB_REQUEST } from './hub-files.js';

const ENDPOINT = 'https://huggingface.co';
/** Of a repository of thousands of files. */
const MOST_BYTES = 2 ** 23;

/** A file of the repository. */
export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
  /** Of a large file. */
  readonly sha256?: string;
}

export interface HubListing {
  /** Forty hex digits. */
  readonly commit: string;
  readonly files: readonly ListedFile[];
}

export interface AskOptions {
  readonly signal: AbortSignal;
  /** The page's last word on an address. */
  readonly mapUrl: (url: string) => string;
}

/** Where a file of a model is, at a commit. */
export function hubFileUrl({ id }: HubModel, commit: string, path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${ENDPOINT}/${id}/resolve/${commit}/${encoded}`;
}

/** @throws {RuntimeError} `hub`: `unreachable` tells whether it answered at all. */
export async function listHubModel(
  model: HubModel,
  { signal, mapUrl }: AskOptions,
): Promise<HubListing> {
  const { id, revision } = model;
  const api = `${ENDPOINT}/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const url = mapUrl(api);
  return persist(() => askOnce(model, url, signal), {
    signal,
    giveUp: (reason) =>
      reason instanceof BusyError
        ? refused(model, url, reason.message, BE_PATIENT)
        : new HubAwayError(model, url, reason.message),
  });
}

async function askOnce(model: HubModel, url: string, signal: AbortSignal): Promise<HubListing> {
  const timeout = AbortSignal.timeout(STALL_MS);
  let text: string;
  try {
    const response = await fetch(url, {
      ...HUB_REQUEST,
      signal: AbortSignal.any([signal, timeout]),
    });
    if (!response.ok) {
      void response.body?.cancel();
      throw busyAnswer(response) ?? statusError(model, url, response.status);
    }
    const bytes = await readBody(response, MOST_BYTES, () =>
      refused(model, url, `its answer has more than ${MOST_BYTES} bytes`, CHECK_MIRROR),
    );
    text = new TextDecoder().decode(bytes);
  } catch (error) {
    if (error instanceof RuntimeError || error instanceof BusyError) throw error;
    throw new ConnectionError(error instanceof Error ? error.message : String(error));
  }
  return readListing(model, url, text);
}

/** @throws {RuntimeError} `hub` where it is not what the hub's API answers. */
function readListing(model: HubModel, url: string, text: string): HubListing {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    const isPage = /^\s*</.test(text);
    const what = isPage ? 'a web page came in the place of data' : 'its answer is not JSON';
    throw refused(model, url, what, isPage ? SIGN_IN : CHECK_MIRROR);
  }
  const { sha, siblings } = (answer ?? {}) as { sha?: unknown; siblings?: unknown };
  if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha) || !Array.isArray(siblings)) {
    throw refused(model, url, 'its answer names no commit and no files', CHECK_MIRROR);
  }
  return { commit: sha, files: siblings.flatMap((file) => readFile(file) ?? []) };
}

function readFile(file: unknown): ListedFile | undefined {
  const { rfilename, size, lfs } = (file ?? {}) as Record<string, unknown>;
  if (typeof rfilename !== 'string' || !Number.isSafeInteger(size)) return undefined;
  const { sha256 } = (lfs ?? {}) as { sha256?: unknown };
  const isHash = typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
  return { path: rfilename, bytes: size as number, ...(isHash && { sha256 }) };
}

const CHECK_MIRROR =
  'Authors: if mapUrl leads to a mirror, check that it answers as Hugging Face does.';
const SIGN_IN = 'A network that asks you to sign in may stand between: open another page first.';
const BE_PATIENT = 'Try again in some minutes.';

function statusError(model: HubModel, url: string, status: number): RuntimeError {
  if (status === 401 || status === 403) {
    return refused(
      model,
      url,
      `it answered with status ${status}, as it does where there is no such model and where a model is not open to everybody`,
      'Check the name. Of a private or gated model authors can make a pack with "npx attention-lens convert" and put it on their own site.',
    );
  }
  if (status === 404) {
    return refused(
      model,
      url,
      'it answered with status 404, as it does where there is no such model or no such revision',
      'Check the name and what follows the @.',
    );
  }
  return refused(model, url, `it answered with status ${status}`, BE_PATIENT);
}

/** The hub did not answer. */
export class HubAwayError extends RuntimeError {
  constructor(model: HubModel, url: string, reason: string) {
    super(
      'hub',
      `${hubName(model)} could not be looked up, for Hugging Face cannot be reached: ${reason}.`,
      'Check the connection. Authors: the page needs https://huggingface.co and https://*.hf.co in connect-src.',
      { subject: url },
    );
  }
}

function refused(model: HubModel, url: string, what: string, advice: string): RuntimeError {
  return new RuntimeError(
    'hub',
    `${hubName(model)} could not be looked up on Hugging Face: ${shorten(what)}.`,
    advice,
    { subject: url },
  );
}
