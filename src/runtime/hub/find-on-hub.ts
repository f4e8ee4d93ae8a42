// What a model on a hub is: a pack of ours, or a checkpoint of which one can be made. What was found is kept under the
// commit, which cannot change, so that the next visit asks nobody.

import { openCheckpoint } from '../../convert/checkpoint.js';
import { ConvertError } from '../../convert/convert-error.js';
import { readTokenizer } from '../../convert/tokenizer/read-tokenizer.js';
import { type AssetCache, openAssetCache } from '../packs/asset-cache.js';
import { type HubModel, hubName, knownOnHub } from '../packs/hub-address.js';
import type { ModelAbout } from '../packs/manifest.js';
import { sha256 } from '../packs/sha256.js';
import { RuntimeError } from '../runtime-error.js';
import { writeJson } from '../trace/index.js';
import type { CheckpointFile, RemoteFile } from '../wire/protocol.js';
import {
  type AskOptions,
  HubAwayError,
  hubFileUrl,
  type ListedFile,
  listHubModel,
} from './ask-hub.js';
import { badCheckpoint } from './hub-errors.js';
import { HubFiles } from './hub-files.js';
import { dropMade } from './made.js';
import { packBytes } from './pack-size.js';

/** A folder that holds a pack. */
export interface HubPack {
  readonly kind: 'pack';
  /** Of its manifest. */
  readonly manifestUrl: string;
  fileUrl(path: string): string;
}

export interface HubCheckpoint {
  readonly kind: 'checkpoint';
  /** What it is kept under: its name with the commit. */
  readonly key: string;
  readonly about: ModelAbout;
  readonly files: readonly CheckpointFile[];
  /** Of all that is read of the weights. */
  readonly bytes: number;
  /** About as many as its pack will have. */
  readonly kept: number;
  /** Of a tokenizer of its own, which lies nowhere as a file: `about` has none. */
  readonly tokenizerFile?: RemoteFile;
}

const MANIFEST = 'manifest.json';
/** A file that every pack has, and hardly another folder with a manifest. */
const GRAPH = 'block.wasm.onnx';
const COMMIT = /^[0-9a-f]{40}$/;

/** @throws {RuntimeError} `hub`, `bad-checkpoint`, `file-unreachable` or `aborted`. */
export async function findOnHub(
  model: HubModel,
  options: AskOptions,
): Promise<HubPack | HubCheckpoint> {
  const cache = await openAssetCache().catch(() => undefined);
  const pinned = COMMIT.test(model.revision) && (await recall(cache, model, options));
  if (pinned) return pinned;
  const listing = await listHubModel(model, options).catch(async (error: unknown) => {
    // What there was on the last visit is better than nothing.
    const commit = error instanceof HubAwayError && (await lastCommit(cache, model));
    const last = commit && (await recall(cache, { ...model, revision: commit }, options));
    if (last) return last;
    throw error;
  });
  if ('kind' in listing) return listing;
  const at = { ...model, revision: listing.commit };
  const known = await recall(cache, at, options);
  if (known) return known;
  const found = await find(at, listing.files, options);
  if (found.kind === 'checkpoint') await keep(cache, model, found, listing.commit);
  return found;
}

/** @param model at its commit. */
async function find(
  model: HubModel,
  listed: readonly ListedFile[],
  { signal, mapUrl }: AskOptions,
): Promise<HubPack | HubCheckpoint> {
  const { folder, revision: commit } = model;
  const prefix = folder === '' ? '' : `${folder}/`;
  const fileUrl = (name: string) => urlOf(model, name);
  const files = listed
    .filter(({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
    .map(({ path, ...file }) => {
      const name = path.slice(prefix.length);
      return { ...file, name, url: mapUrl(fileUrl(name)) };
    });
  const names = files.map(({ name }) => name);
  if (names.includes(MANIFEST) && names.includes(GRAPH)) {
    return { kind: 'pack', manifestUrl: fileUrl(MANIFEST), fileUrl };
  }
  if (folder !== '' && files.length === 0) {
    throw new RuntimeError(
      'hub',
      `${hubName(model)} has no folder "${folder}".`,
      'Check what follows the #.',
      { subject: hubName(model) },
    );
  }
  const hubFiles = new HubFiles(files, { signal });
  try {
    const checkpoint = await openCheckpoint(hubFiles);
    const { architecture } = checkpoint;
    const weights = await checkpoint.sha256();
    const known = knownOnHub(model);
    const name = (folder || model.id).split('/').at(-1) ?? model.id;
    // Those that are known have GPT-2's own, whose files have 1.4 MB.
    const choice = known
      ? ({ kind: 'gpt2' } as const)
      : await readTokenizer(hubFiles, architecture.vocab);
    const tokenizerFile = choice.kind === 'bpe' ? await asFile(choice.bytes) : undefined;
    return {
      kind: 'checkpoint',
      key: hubName(model),
      about: {
        // A stranger's "gpt2" is not the one whose heads have been published.
        id: known ? name : model.id + (folder && `#${folder}`),
        name: known?.name ?? name,
        architecture,
        tokenizer: choice.kind,
        ...(choice.kind === 'none' && { whyNoTokenizer: choice.why }),
        provenance: {
          checkpoint: `Hugging Face, ${model.id}${folder && `#${folder}`}`,
          ...(weights !== undefined && { sha256: weights }),
          revision: commit,
        },
      },
      files,
      bytes: checkpoint.bytes,
      kept: packBytes(architecture, !checkpoint.hasHead),
      ...(tokenizerFile && { tokenizerFile }),
    };
  } catch (error) {
    throw error instanceof ConvertError ? badCheckpoint(hubName(model), error) : error;
  }
}

/** As the worker takes it, and keeps it: a `data:` address is decoded without being fetched. */
async function asFile(bytes: Uint8Array<ArrayBuffer>): Promise<RemoteFile> {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 2 ** 13) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 2 ** 13));
  }
  return {
    url: `data:application/json;base64,${btoa(binary)}`,
    bytes: bytes.length,
    sha256: (await sha256(bytes)) ?? '',
  };
}

/** What was found at this commit on another visit. @param model at its commit. */
async function recall(
  cache: AssetCache | undefined,
  model: HubModel,
  { mapUrl }: AskOptions,
): Promise<HubCheckpoint | undefined> {
  try {
    const record = await cache?.manifest(recordName(model));
    if (record === undefined) return undefined;
    const found: HubCheckpoint = JSON.parse(record);
    // The page may have another mirror now.
    const files = found.files.map((file) => ({ ...file, url: mapUrl(urlOf(model, file.name)) }));
    return { ...found, files };
  } catch {
    return undefined;
  }
}

async function keep(
  cache: AssetCache | undefined,
  asked: HubModel,
  found: HubCheckpoint,
  commit: string,
): Promise<void> {
  if (!cache) return;
  try {
    const before = await lastCommit(cache, asked);
    await cache.putManifest(recordName({ ...asked, revision: commit }), writeJson(found));
    await cache.putManifest(recordName(asked, 'commit'), commit);
    // A branch has moved on: what it was before would take up room permanently.
    if (before === undefined || before === commit) return;
    const past = { ...asked, revision: before };
    await cache.dropManifest(recordName(past));
    await dropMade(cache, hubName(past));
  } catch {
    // No room: the worker will say so.
  }
}

/** Of the last visit. */
async function lastCommit(
  cache: AssetCache | undefined,
  model: HubModel,
): Promise<string | undefined> {
  try {
    return await cache?.manifest(recordName(model, 'commit'));
  } catch {
    return undefined;
  }
}

/** Raised when what is kept of a look-up is read otherwise. */
function recordName(model: HubModel, what: 'found' | 'commit' = 'found'): string {
  return `${what}@1 ${hubName(model)}`;
}

function urlOf(model: HubModel, name: string): string {
  const { folder, revision } = model;
  return hubFileUrl(model, revision, folder === '' ? name : `${folder}/${name}`);
}
