// Finds the checkpoint that a command names: a folder, or a model on a hub, which is downloaded.

import { statSync } from 'node:fs';
import { hubName } from '../../runtime/packs/hub-address.js';
import { UsageError } from '../usage-error.js';
import { downloadCheckpoint } from './hub/download-checkpoint.js';
import { Hub } from './hub/hub.js';
import { hubSettings } from './hub/hub-settings.js';
import { checkFolder, readModelName } from './hub/model-name.js';
import { proxiedFetch } from './hub/proxied-fetch.js';
import { nameOfFolder } from './name-of-folder.js';
import { progressOn } from './progress.js';

export interface LocatedCheckpoint {
  /** Where its files are. */
  readonly path: string;
  /** Short, as an id: "gpt2". */
  readonly name: string;
  /** Where it is from, in words. */
  readonly source: string;
  /** Where it is from a hub. */
  readonly commit?: string;
}

export interface LocateOptions {
  readonly revision?: string;
  /** Of the repository. */
  readonly folder?: string;
  readonly cache?: string;
}

/** @throws {UsageError} and what `downloadCheckpoint` throws. */
export async function locateCheckpoint(
  from: string,
  options: LocateOptions,
): Promise<LocatedCheckpoint> {
  const found = statSync(from, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) {
    throw new UsageError(`${from} is a file; the folder of a checkpoint was expected.`);
  }
  if (!found) return locateOnHub(from, options);
  for (const key of ['revision', 'folder'] as const) {
    if (options[key] === undefined) continue;
    throw new UsageError(`--${key} is for a model on a hub; ${from} is a folder.`);
  }
  return { path: from, ...nameOfFolder(from) };
}

async function locateOnHub(
  from: string,
  { revision, folder, cache }: LocateOptions,
): Promise<LocatedCheckpoint> {
  const { cache: usual, ...settings } = hubSettings(process.env);
  const named = readModelName(from, settings.endpoint);
  if (!named) {
    throw new UsageError(`${from} is neither a folder nor the id of a model on Hugging Face.`);
  }
  for (const [key, given] of Object.entries({ revision, folder })) {
    const other = named[key as 'revision' | 'folder'];
    if (given === undefined || other === undefined || given === other) continue;
    throw new UsageError(`--${key} is "${given}", and ${from} says "${other}".`);
  }
  if (folder !== undefined) checkFolder(folder);
  const model = {
    id: named.id,
    revision: revision ?? named.revision ?? 'main',
    folder: folder ?? named.folder ?? '',
  };
  const progress = progressOn(process.stderr);
  const through = await proxiedFetch(process.env);
  const hub = new Hub({ ...settings, fetch: through, say: progress.say });
  const { path, commit } = await downloadCheckpoint(model, {
    ...{ hub, cache: cache ?? usual, report: progress.report },
  }).finally(progress.end);
  const name = [model.id, model.folder].filter(Boolean).join('/').split('/').slice(1).join('-');
  const address = hubName({ ...model, revision: 'main' }).slice('hf:'.length);
  return { path, commit, name: name || model.id, source: `Hugging Face, ${address}` };
}
