// Downloads one file of a repository. It resumes after a cut, and the file gets its name only when it has been checked.

import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HubError } from './hub-error.js';
import { fileUrl, type HubFile } from './hub-file.js';
import type { ModelAtHub } from './model-at-hub.js';
import { releasePartial, takePartial } from './partial-file.js';
import { refusal } from './refusal.js';
import { retryHub } from './retry-hub.js';
import { reasonOf } from './unreachable.js';
import { beginsPage, isPage, pageInstead } from './web-page.js';

/** How much of a file is here. `total` is 0 while it is not known. */
export type ReportProgress = (path: string, loaded: number, total: number) => void;

export interface DownloadFileOptions {
  /** The path of the finished, checked file. */
  readonly target: string;
  readonly report: ReportProgress;
  /** The most bytes that the file may have. */
  readonly most?: number;
}

/**
 * Downloads a file unless it is in place already. Resumes where an earlier attempt ended.
 * @throws {HubError} `checksum` when it is not what the hub says it is; `hub` when it cannot be downloaded.
 */
export async function downloadFile(
  model: ModelAtHub,
  file: HubFile,
  options: DownloadFileOptions,
): Promise<void> {
  const { target } = options;
  if (await fileSize(target)) {
    if (!file.checksum || (await isFile(target, file.checksum))) return;
    await rm(target, { force: true });
  }
  await mkdir(dirname(target), { recursive: true }).catch((cause: Error) => {
    const problem = `Downloads cannot be kept in ${dirname(target)}: ${cause.message}.`;
    throw new HubError('hub', `${problem} Name another folder with --cache.`, { cause });
  });
  const partial = await takePartial(target);
  try {
    await fill(partial, model, file, options);
    await rename(partial, target).catch(async (cause: Error) => {
      // Another run may have finished first; on Windows an open file cannot be replaced.
      if (await isFile(target, file.checksum)) return rm(partial, { force: true });
      const problem = `${target} cannot be put into the cache: ${cause.message}.`;
      throw new HubError('hub', `${problem} Name another folder with --cache.`, { cause });
    });
  } finally {
    releasePartial(partial);
  }
}

/** Downloads until the partial file is complete, and compares its checksum. */
async function fill(
  partial: string,
  model: ModelAtHub,
  file: HubFile,
  options: DownloadFileOptions,
): Promise<void> {
  const { path, checksum } = file;
  const begun = (await fileSize(partial)) ?? 0;
  let before = begun;
  const progress = async () => {
    const now = (await fileSize(partial)) ?? 0;
    const grew = now > before;
    before = now;
    return grew;
  };
  const rest = () => fetchRest(model, path, partial, options);
  await retryHub(rest, { say: model.hub.say, progress }).catch((cause: unknown) => {
    if (cause instanceof HubError && !cause.passing && !cause.cause) throw cause;
    const problem = `${path} cannot be downloaded from ${model.hub.endpoint}: ${reasonOf(cause)}.`;
    const advice = 'Run the command again: it continues where it stopped.';
    throw new HubError('hub', `${problem} ${advice}`, { cause });
  });
  if (!checksum) return;
  const found = await checksumOf(partial, checksum);
  if (found === checksum) return;
  await rm(partial, { force: true });
  // What an earlier run left may be damaged, so start again from nothing.
  if (begun > 0) return fill(partial, model, file, options);
  const problem = `${path} has the checksum ${found}; the hub says ${checksum}.`;
  throw new HubError('checksum', `${problem} It was thrown away. Download it again.`);
}

async function fetchRest(
  model: ModelAtHub,
  path: string,
  partial: string,
  { report, most = Number.POSITIVE_INFINITY }: DownloadFileOptions,
): Promise<void> {
  const { hub, id } = model;
  const have = (await fileSize(partial)) ?? 0;
  const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
  const url = fileUrl(model, path);
  const response = await hub.ask(url, { headers });
  // The partial file is complete already.
  if (response.status === 416 && have > 0) {
    const total = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]);
    if (total === have) return;
    await rm(partial, { force: true });
    throw new HubError('hub', `${path} has ${total} bytes, not ${have}.`, { passing: true });
  }
  if (!response.ok || !response.body) throw refusal(model, path, response);
  if (isPage(response.headers)) {
    await response.body.cancel();
    throw pageInstead(model, path, url);
  }
  const start = response.status === 206 ? startOf(response, have) : 0;
  if (start !== 0 && start !== have) {
    const problem = `${hub.endpoint} sends ${path} from byte ${start}; ${have} was asked for.`;
    throw new HubError('hub', problem, { passing: true });
  }
  const length = Number(response.headers.get('content-length') ?? 0);
  const total = length > 0 ? start + length : 0;
  const check = (bytes: number) => {
    if (bytes <= most) return;
    const problem = `${path} of ${id} is larger than ${most} bytes, which no such file is.`;
    throw new HubError('hub', `${problem} Check the id and --revision.`);
  };
  check(total);
  let loaded = start;
  report(path, loaded, total);
  await pipeline(
    Readable.fromWeb(response.body as import('node:stream/web').ReadableStream<Uint8Array>),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        if (loaded === 0 && beginsPage(chunk)) throw pageInstead(model, path, url);
        loaded += chunk.byteLength;
        check(loaded);
        report(path, loaded, total);
        yield chunk;
      }
    },
    createWriteStream(partial, { flags: start > 0 ? 'a' : 'w' }),
  ).catch((cause: unknown) => {
    throw interrupted(cause, partial);
  });
  if (loaded < total) {
    throw new HubError('hub', `${loaded} of ${total} bytes came.`, { passing: true });
  }
}

/** A cut connection is worth another try; a full disk is not. */
function interrupted(cause: unknown, partial: string): HubError {
  if (cause instanceof HubError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const advice = 'Make some, or name another folder with --cache.';
    const problem = `There is no room left in ${dirname(partial)}.`;
    return new HubError('hub', `${problem} ${advice}`);
  }
  return new HubError('hub', `${reasonOf(cause)}.`, { passing: true });
}

/** The first byte of a part. Without `Content-Range` it is the one that was asked for. */
function startOf({ headers }: Response, asked: number): number {
  return Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1] ?? asked);
}

/** Whether a file exists and has this checksum. */
export async function isFile(path: string, checksum?: string): Promise<boolean> {
  if ((await fileSize(path)) === undefined) return false;
  if (!checksum) return true;
  return (await checksumOf(path, checksum).catch(() => '')) === checksum;
}

/** SHA-256, or, if `like` has 40 digits, git's id of the content: a SHA-1 over the length and the bytes. */
async function checksumOf(path: string, like: string): Promise<string> {
  let hash: Hash = createHash('sha256');
  if (like.length === 40) hash = createHash('sha1').update(`blob ${await fileSize(path)}\0`);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

export async function fileSize(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}
