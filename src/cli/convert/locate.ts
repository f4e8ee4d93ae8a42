// A checkpoint by the words of a command: a folder, or the id of a model on a hub, which is downloaded.

import { statSync } from 'node:fs';
import { UsageError } from '../usage-error.js';
import { downloadCheckpoint, hubSettings, isModelId } from './hub/download-checkpoint.js';
import { progressOn } from './progress.js';

export interface LocatedCheckpoint {
  readonly folder: string;
  /** Where it is from a hub. */
  readonly id?: string;
  readonly commit?: string;
}

/** @throws {UsageError} and what `downloadCheckpoint` throws. */
export async function locateCheckpoint(
  from: string,
  { revision, cache }: { readonly revision?: string; readonly cache?: string },
): Promise<LocatedCheckpoint> {
  const found = statSync(from, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) {
    throw new UsageError(`${from} is a file; the folder of a checkpoint was expected.`);
  }
  if (found) {
    if (revision === undefined) return { folder: from };
    throw new UsageError(`--revision is for a model on a hub; ${from} is a folder.`);
  }
  if (!isModelId(from)) {
    throw new UsageError(`${from} is neither a folder nor the id of a model on Hugging Face.`);
  }
  const settings = hubSettings(process.env);
  const progress = progressOn(process.stderr);
  const { folder, commit } = await downloadCheckpoint(from, {
    ...settings,
    ...(cache !== undefined && { cache }),
    revision: revision ?? 'main',
    report: progress.report,
  }).finally(progress.end);
  return { folder, commit, id: from };
}
