// One file of a repository on a hub: what the hub says of it, and getting it, in pieces if the connection is cut.
// Addresses and headers: huggingface.co/docs/huggingface_hub, "Download files", and its `hf_hub_download`.

import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { MOST_JSON_BYTES } from '../../../convert/checkpoint-files.js';
import { parseJson } from '../../../convert/parse-json.js';
import { readBody } from '../../../runtime/fetch/read-body.js';
import { HubError, refusal } from './hub-error.js';
import type { HubModel } from './hub-model.js';

/** What the hub says of a file. */
export interface HubFile {
  readonly path: string;
  readonly commit?: string;
  /** sha-256 of a large file, or the git id (sha-1) of a small one, lower-case hex. */
  readonly checksum?: string;
}

/** How much of a file is here. `total` is 0 while it is not known. */
export type ReportProgress = (path: string, loaded: number, total: number) => void;

const REDIRECTS = 5;
/** Attempts in a row that bring not a byte. */
const FUTILE_ATTEMPTS = 5;
/** Of asking about a file. */
const ATTEMPTS = 3;
/** A sha-256, or the id git gives a file; some mirrors say something else, which nothing can be compared with. */
const CHECKSUM = /^([0-9a-f]{64}|[0-9a-f]{40})$/;
/** It becomes the name of a folder. */
const COMMIT = /^\w[\w.-]*$/;

/**
 * Asks for a file without getting it.
 * @returns nothing where the repository has no such file.
 * @throws {HubError}
 */
export async function describeFile(model: HubModel, path: string): Promise<HubFile | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await describeOnce(model, path);
    } catch (error) {
      if (!(error instanceof HubError) || !error.passing || attempt === ATTEMPTS) throw error;
      await pause(attempt);
    }
  }
}

async function describeOnce(model: HubModel, path: string): Promise<HubFile | undefined> {
  let url = fileUrl(model, path);
  for (let hop = 0; hop < REDIRECTS; hop++) {
    const response = await ask(model, url, { method: 'HEAD', redirect: 'manual' });
    const { headers, status } = response;
    if (status === 404 && isMissingEntry(headers)) return undefined;
    if (status >= 400) throw refusal(model, path, response);
    const etag = headers.get('x-linked-etag') ?? (status < 300 ? headers.get('etag') : null);
    const location = headers.get('location');
    // A renamed repository answers with a redirect without any of these.
    if (status >= 300 && location && !etag) {
      url = new URL(location, url).href;
      continue;
    }
    const commit = headers.get('x-repo-commit') ?? '';
    const checksum = etag?.replace(/^W\//, '').replaceAll('"', '').toLowerCase() ?? '';
    return {
      path,
      ...(COMMIT.test(commit) && { commit }),
      ...(CHECKSUM.test(checksum) && { checksum }),
    };
  }
  throw new HubError('hub', `${url} redirects more than ${REDIRECTS} times.`);
}

/** Asks the hub's API. @returns nothing where it answers with anything but JSON. */
export async function askApi(model: HubModel, path: string): Promise<unknown> {
  const response = await ask(model, `${model.endpoint}/api/models/${model.id}/${path}`, {});
  if (!response.ok) {
    await response.body?.cancel();
    return undefined;
  }
  try {
    const tooLarge = () => new Error(`it has more than ${MOST_JSON_BYTES} bytes`);
    return parseJson(Buffer.from(await readBody(response, MOST_JSON_BYTES, tooLarge)).toString());
  } catch {
    return undefined;
  }
}

/**
 * Gets a file, goes on where an earlier attempt ended, and checks it. Until then it is called `<target>.incomplete`.
 * @param most bytes that it may have; no more are read.
 * @throws {HubError} `checksum` when it is not what the hub says it is; `hub` when it cannot be had.
 */
export async function downloadFile(
  model: HubModel,
  { path, checksum }: HubFile,
  target: string,
  report: ReportProgress,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  if (await fileSize(target)) {
    if (!checksum || (await checksumOf(target, checksum)) === checksum) return;
    await rm(target);
  }
  const partial = `${target}.incomplete`;
  await mkdir(dirname(target), { recursive: true }).catch((cause: Error) => {
    const problem = `Downloads cannot be kept in ${dirname(target)}: ${cause.message}.`;
    throw new HubError('hub', `${problem} Name another folder with --cache.`, { cause });
  });
  for (let futile = 0; ; ) {
    const before = (await fileSize(partial)) ?? 0;
    try {
      await fetchRest(model, path, partial, before, report, most);
      break;
    } catch (cause) {
      if (cause instanceof HubError && !cause.passing) throw cause;
      futile = ((await fileSize(partial)) ?? 0) > before ? 0 : futile + 1;
      if (futile >= FUTILE_ATTEMPTS) {
        const advice = 'Run the command again: it goes on where it stopped.';
        const why = reason(cause).replace(/\.$/, '');
        const problem = `${path} cannot be downloaded from ${model.endpoint}: ${why}.`;
        throw new HubError('hub', `${problem} ${advice}`, { cause });
      }
      await pause(futile);
    }
  }
  if (checksum) {
    const found = await checksumOf(partial, checksum);
    if (found !== checksum) {
      await rm(partial);
      const problem = `${path} has the checksum ${found}; the hub says ${checksum}.`;
      throw new HubError('checksum', `${problem} It was thrown away. Download it again.`);
    }
  }
  await rename(partial, target);
}

/** Longer with every attempt that failed. */
function pause(failed: number): Promise<void> {
  return sleep(200 * 2 ** failed);
}

async function fetchRest(
  model: HubModel,
  path: string,
  partial: string,
  have: number,
  report: ReportProgress,
  most: number,
): Promise<void> {
  const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
  const response = await ask(model, fileUrl(model, path), { headers });
  // The whole of it is here already.
  if (response.status === 416 && have > 0) {
    const total = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]);
    if (total === have) return;
    await rm(partial);
    throw new HubError('hub', `${path} has ${total} bytes, not ${have}`, { passing: true });
  }
  if (!response.ok || !response.body) throw refusal(model, path, response);
  const start = response.status === 206 ? startOf(response, have) : 0;
  if (start !== 0 && start !== have) {
    const problem = `${model.endpoint} sends ${path} from byte ${start}; ${have} was asked for`;
    throw new HubError('hub', problem, { passing: true });
  }
  const length = Number(response.headers.get('content-length') ?? 0);
  const total = length > 0 ? start + length : 0;
  const check = (bytes: number) => {
    if (bytes <= most) return;
    const problem = `${path} of ${model.id} is larger than ${most} bytes, which no such file is.`;
    throw new HubError('hub', `${problem} Check the id and --revision.`);
  };
  check(total);
  let loaded = start;
  report(path, loaded, total);
  await pipeline(
    Readable.fromWeb(response.body as import('node:stream/web').ReadableStream<Uint8Array>),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        loaded += chunk.byteLength;
        check(loaded);
        report(path, loaded, total);
        yield chunk;
      }
    },
    createWriteStream(partial, { flags: start > 0 ? 'a' : 'w' }),
  );
  if (loaded < total) {
    throw new HubError('hub', `${loaded} of ${total} bytes came`, { passing: true });
  }
}

/** Where a part begins: where it was asked for, unless the answer says something else. */
function startOf({ headers }: Response, asked: number): number {
  return Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1] ?? asked);
}

function fileUrl({ endpoint, id, revision }: HubModel, path: string): string {
  return `${endpoint}/${id}/resolve/${encodeURIComponent(revision)}/${path}`;
}

/** The token goes to the hub only: fetch itself takes it away where a redirect leads elsewhere. */
async function ask({ endpoint, token }: HubModel, url: string, init: RequestInit) {
  const headers = new Headers(init.headers);
  headers.set('accept-encoding', 'identity');
  if (token && url.startsWith(`${endpoint}/`)) headers.set('authorization', `Bearer ${token}`);
  try {
    return await fetch(url, { ...init, headers });
  } catch (cause) {
    const problem = `${endpoint} cannot be reached: ${reason(cause)}.`;
    const advice = 'Check the connection, or set HF_ENDPOINT to a mirror.';
    throw new HubError('hub', `${problem} ${advice}`, { cause, passing: true });
  }
}

/** A hub names the reason for its 404; a mirror may not, and then a missing file is the likely one. */
function isMissingEntry(headers: Headers): boolean {
  return ['EntryNotFound', null].includes(headers.get('x-error-code'));
}

/** As `like` is one: sha-256, or git's id of a file's content, a sha-1 over its length and itself. */
async function checksumOf(path: string, like: string): Promise<string> {
  let hash: Hash = createHash('sha256');
  if (like.length === 40) hash = createHash('sha1').update(`blob ${await fileSize(path)}\0`);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

async function fileSize(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch says "fetch failed" and keeps the reason to itself.
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message;
}
