// Downloads a checkpoint into the cache: config.json, the weights and the tokenizer, at one commit, each file checked.

import { join } from 'node:path';
import { type CheckpointFiles, MOST_JSON_BYTES } from '../../../convert/checkpoint-files.js';
import { readConfig } from '../../../convert/config.js';
import { INDEX_FILE, readIndex, shardsOf, WEIGHTS_FILE } from '../../../convert/tensor-files.js';
import { TOKENIZER_FILES } from '../../../convert/tokenizer/read-tokenizer.js';
import { whatItIs } from '../../../convert/what-it-is.js';
import type { HubModel } from '../../../runtime/packs/hub-address.js';
import { openFolder } from '../checkpoint-folder.js';
import { downloadFile, type ReportProgress } from './download-file.js';
import type { Hub } from './hub.js';
import { checkpointFolder, isWhole, recordWhole, wholeCommits } from './hub-cache.js';
import { HubError } from './hub-error.js';
import { askApi, describeFile, type HubFile, listFiles } from './hub-file.js';
import type { ModelAtHub } from './model-at-hub.js';

const CONFIG = 'config.json';
/** If a mirror does not list files, these names tell what a repository holds instead. */
const TELLTALES = ['adapter_config.json', 'pytorch_model.bin'];
const SHA256 = /^[0-9a-f]{64}$/;
const COMMIT = /^[0-9a-f]{40}$/;

export interface DownloadOptions {
  readonly hub: Hub;
  /** The folder of all downloads. */
  readonly cache: string;
  readonly report: ReportProgress;
}

interface DownloadedCheckpoint {
  /** Where its files are. */
  readonly path: string;
  readonly commit: string;
}

/**
 * Downloads what is not in the cache yet. The revision is resolved once, so all files are of one commit. If it is a commit
 * that is complete in the cache, no request is sent.
 * @throws {HubError}, and {ConvertError} `config` if it is not a GPT-2.
 */
export async function downloadCheckpoint(
  named: HubModel,
  { hub, cache, report }: DownloadOptions,
): Promise<DownloadedCheckpoint> {
  if (COMMIT.test(named.revision)) {
    const path = checkpointFolder(cache, named);
    if (await isWhole(path)) return { path, commit: named.revision };
  }
  const asked: ModelAtHub = { ...named, hub };
  const config = await describeFile(asked, CONFIG).catch(async (error: unknown) => {
    throw await withKept(error, cache, named);
  });
  if (!config) throw (await otherThing(asked)) ?? noModel(asked);
  const commit = config.commit ?? (await commitOf(asked));
  const model: ModelAtHub = { ...asked, revision: commit };
  const folder = checkpointFolder(cache, model);
  const kept: HubFile[] = [];
  const get = async (file: HubFile, most = Number.POSITIVE_INFINITY) => {
    await downloadFile(model, file, { target: join(folder, file.path), report, most });
    kept.push(file);
  };

  await get(config, MOST_JSON_BYTES);
  // A model of another kind is refused now, not after half a gigabyte of weights.
  await withFiles(folder, readConfig);
  const listed = await listFiles(model);
  for (const path of TOKENIZER_FILES) {
    const file = listed?.has(path) === false ? undefined : await describeFile(model, path);
    if (file) await get(file, MOST_JSON_BYTES);
  }
  const whole = await describeFile(model, WEIGHTS_FILE);
  if (whole) await get(await withSha256(model, whole));
  else {
    const index = await describeFile(model, INDEX_FILE);
    if (!index) {
      const missing = `${WEIGHTS_FILE} and no ${INDEX_FILE}`;
      throw (await otherThing(model)) ?? notThere(model, missing);
    }
    await get(index, MOST_JSON_BYTES);
    for (const shard of shardsOf(await withFiles(folder, readIndex))) {
      const file = await describeFile(model, shard);
      if (!file) throw notThere(model, shard);
      await get(await withSha256(model, file));
    }
  }
  await recordWhole(
    folder,
    kept.map(({ path, checksum }) => ({ path, ...(checksum && { checksum }) })),
  );
  return { path: folder, commit };
}

async function withFiles<T>(
  folder: string,
  read: (files: CheckpointFiles) => Promise<T>,
): Promise<T> {
  const files = await openFolder(folder);
  return read(files).finally(() => files.close());
}

/** If the answer for a file did not name its commit, the API does. */
async function commitOf(model: ModelAtHub): Promise<string> {
  const revision = encodeURIComponent(model.revision);
  const answer = (await askApi(model, `revision/${revision}`)) as { sha?: unknown } | undefined;
  if (typeof answer?.sha === 'string' && COMMIT.test(answer.sha)) return answer.sha;
  if (COMMIT.test(model.revision)) return model.revision;
  const problem = `${model.hub.endpoint} does not say which commit "${model.revision}" of ${model.id} is.`;
  throw new HubError('hub', `${problem} Give one with --revision.`);
}

/** Weights without a checksum are refused. */
async function withSha256(model: ModelAtHub, file: HubFile): Promise<HubFile> {
  if (file.checksum && SHA256.test(file.checksum)) return file;
  const checksum = (await listFiles(model))?.get(file.path);
  if (checksum && SHA256.test(checksum)) return { ...file, checksum };
  const problem = `${model.hub.endpoint} gives no sha-256 of ${file.path} of ${model.id}`;
  throw new HubError('checksum', `${problem}, so that it cannot be checked.`);
}

/** If the hub is away, adds which commit of the model is in the cache. */
async function withKept(error: unknown, cache: string, model: HubModel): Promise<unknown> {
  if (!(error instanceof HubError) || error.code !== 'hub') return error;
  const [commit, ...others] = await wholeCommits(cache, model);
  if (commit === undefined) return error;
  const more = others.length > 0 ? ` (also there: ${others.join(', ')})` : '';
  const advice = `To use the copy of ${model.id} that is in the cache, add --revision ${commit}${more}.`;
  return new HubError('hub', `${error.message} ${advice}`, { cause: error });
}

/** What a repository holds instead of a checkpoint, if its files tell. */
async function otherThing(model: ModelAtHub): Promise<Error | undefined> {
  const names = [...((await listFiles(model))?.keys() ?? (await telltalesOf(model)))];
  return whatItIs(model.id, names);
}

async function telltalesOf(model: ModelAtHub): Promise<string[]> {
  const described = TELLTALES.map(async (path) => (await describeFile(model, path)) && path);
  return (await Promise.all(described)).filter((path) => path !== undefined);
}

function noModel({ hub, id, revision, folder }: ModelAtHub): HubError {
  const where = folder && ` in its folder "${folder}"`;
  const problem = `${hub.endpoint} answered 404: there is no model "${id}" at revision "${revision}"`;
  const advice = `Check the id and --revision${folder && ', and the folder'}.`;
  return new HubError('not-found', `${problem}, or it has no ${CONFIG}${where}. ${advice}`);
}

function notThere({ hub, id, revision, folder }: ModelAtHub, path: string): HubError {
  const where = folder && ` in "${folder}"`;
  const at = `${hub.endpoint}/${id} at ${revision} has no ${path}${where} (404)`;
  const advice =
    'The converter needs a GPT-2 saved as safetensors. Check the id, --revision and --folder.';
  return new HubError('not-found', `${at}. ${advice}`);
}
