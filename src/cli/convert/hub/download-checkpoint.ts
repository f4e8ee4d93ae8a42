// A checkpoint from a hub as a folder: config.json and the weights, at one commit, each file checked.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkConfig } from '../../../convert/checkpoint.js';
import { type CheckpointFiles, MOST_JSON_BYTES } from '../../../convert/checkpoint-files.js';
import { INDEX_FILE, readIndex, shardsOf, WEIGHTS_FILE } from '../../../convert/tensor-files.js';
import { hasCredentials } from '../../../runtime/fetch/credentials.js';
import { openFolder } from '../checkpoint-folder.js';
import { HubError } from './hub-error.js';
import {
  askApi,
  describeFile,
  downloadFile,
  type HubFile,
  type ReportProgress,
} from './hub-file.js';
import type { HubModel } from './hub-model.js';

const CONFIG = 'config.json';
const SHA256 = /^[0-9a-f]{64}$/;
const COMMIT = /^[0-9a-f]{40}$/;

export interface DownloadOptions {
  /** A branch, tag or commit. */
  readonly revision: string;
  /** Where downloads are kept, by model and commit. */
  readonly cache: string;
  readonly endpoint: string;
  readonly token?: string;
  readonly report: ReportProgress;
}

/** True for what a hub may call a model: `gpt2`, `openai-community/gpt2`. */
export function isModelId(text: string): boolean {
  return /^\w[\w.-]*(\/\w[\w.-]*)?$/.test(text);
}

/** HF_ENDPOINT, HF_TOKEN and the cache folder (ATTENTION_LENS_CACHE, else the user's). */
export function hubSettings(
  env: NodeJS.ProcessEnv,
): Pick<DownloadOptions, 'endpoint' | 'token' | 'cache'> {
  const caches = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return {
    endpoint: readEndpoint(env.HF_ENDPOINT || 'https://huggingface.co'),
    ...(env.HF_TOKEN && { token: readToken(env.HF_TOKEN) }),
    cache: env.ATTENTION_LENS_CACHE || join(caches, 'attention-lens'),
  };
}

/** @throws {HubError} `access`, which does not repeat it: it may hold a password, which no request takes. */
function readEndpoint(text: string): string {
  if (/^https?:/i.test(text) && URL.canParse(text) && !hasCredentials(text)) {
    return text.replace(/\/+$/, '');
  }
  const problem = hasCredentials(text)
    ? 'HF_ENDPOINT holds a name or a password. Take them out of the address, and set HF_TOKEN.'
    : 'HF_ENDPOINT is no address. Set it to one like https://huggingface.co.';
  throw new HubError('access', problem);
}

/** @throws {HubError} `access`, without the token's words: a header cannot hold a line break. */
function readToken(text: string): string {
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  const problem = 'HF_TOKEN holds a space, a line break or another character that no token has.';
  throw new HubError('access', `${problem} Set it to the token alone.`);
}

/**
 * Downloads what is not in the cache yet. The revision is resolved once, so that all files are of one commit.
 * @throws {HubError}, and {ConvertError} `config` when it is no GPT-2.
 */
export async function downloadCheckpoint(
  id: string,
  { revision, cache, endpoint, token, report }: DownloadOptions,
): Promise<{ readonly folder: string; readonly commit: string }> {
  const asked: HubModel = { endpoint, id, revision, ...(token && { token }) };
  const config = await describeFile(asked, CONFIG);
  if (!config) {
    const problem = `${endpoint} answered 404: there is no model "${id}" at revision "${revision}"`;
    const advice = 'Check the id and --revision.';
    throw new HubError('not-found', `${problem}, or it has no ${CONFIG}. ${advice}`);
  }
  const commit = config.commit ?? (await commitOf(asked));
  const model = { ...asked, revision: commit };
  const folder = join(cache, id.replace('/', '--'), commit);
  const get = (file: HubFile, most?: number) =>
    downloadFile(model, file, join(folder, file.path), report, most);

  await get(config, MOST_JSON_BYTES);
  // A model of another kind is refused for the sake of its config alone, not after half a gigabyte of weights.
  await withFiles(folder, checkConfig);
  const whole = await describeFile(model, WEIGHTS_FILE);
  if (whole) {
    await get(await withSha256(model, whole));
    return { folder, commit };
  }
  const index = await describeFile(model, INDEX_FILE);
  if (!index) throw notThere(model, `${WEIGHTS_FILE} and no ${INDEX_FILE}`);
  await get(index, MOST_JSON_BYTES);
  const shards = shardsOf(await withFiles(folder, readIndex));
  for (const shard of shards) {
    const file = await describeFile(model, shard);
    if (!file) throw notThere(model, shard);
    await get(await withSha256(model, file));
  }
  return { folder, commit };
}

async function withFiles<T>(
  folder: string,
  read: (files: CheckpointFiles) => Promise<T>,
): Promise<T> {
  const files = await openFolder(folder);
  return read(files).finally(() => files.close());
}

/** Asks where the answer for a file did not say it. */
async function commitOf(model: HubModel): Promise<string> {
  const revision = encodeURIComponent(model.revision);
  const answer = (await askApi(model, `revision/${revision}`)) as { sha?: unknown } | undefined;
  if (typeof answer?.sha === 'string' && COMMIT.test(answer.sha)) return answer.sha;
  if (COMMIT.test(model.revision)) return model.revision;
  const problem = `${model.endpoint} does not say which commit "${model.revision}" of ${model.id} is.`;
  throw new HubError('hub', `${problem} Give one with --revision.`);
}

/** Weights are never taken unchecked. */
async function withSha256(model: HubModel, file: HubFile): Promise<HubFile> {
  if (file.checksum && SHA256.test(file.checksum)) return file;
  const tree = await askApi(model, `tree/${model.revision}`);
  const entries: { path?: unknown; lfs?: { oid?: unknown } }[] = Array.isArray(tree) ? tree : [];
  const checksum = entries.find(({ path }) => path === file.path)?.lfs?.oid;
  if (typeof checksum === 'string' && SHA256.test(checksum)) return { ...file, checksum };
  const problem = `${model.endpoint} gives no sha-256 of ${file.path} of ${model.id}`;
  throw new HubError('checksum', `${problem}, so that it cannot be checked.`);
}

function notThere({ endpoint, id, revision }: HubModel, path: string): HubError {
  const advice = 'The converter needs a GPT-2 saved as safetensors. Check the id and --revision.';
  const at = `${endpoint}/${id} at ${revision}`;
  return new HubError('not-found', `${at} has no ${path} (404). ${advice}`);
}
