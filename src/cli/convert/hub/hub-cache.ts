// Where downloads are kept, by model and commit, and which of them are whole.

import { randomUUID } from 'node:crypto';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubModel } from '../../../runtime/packs/hub-address.js';
import { readJsonFile } from '../../read-json.js';
import { fileSize, isFile } from './download-file.js';

/** One file of a checkpoint, as it was when it was checked. */
export interface KeptFile {
  readonly path: string;
  /** sha-256, or the id git gives a file. */
  readonly checksum?: string;
  readonly bytes: number;
}

/** Lists what a checkpoint has. It is written last. */
const RECORD = 'whole.json';

/** Of all commits of a model. */
function modelFolder(cache: string, id: string): string {
  return join(cache, id.replace('/', '--'));
}

/** Where a checkpoint's files are. Its revision is a commit. */
export function checkpointFolder(cache: string, { id, revision, folder }: HubModel): string {
  return join(modelFolder(cache, id), revision, ...folder.split('/').filter(Boolean));
}

export async function recordWhole(
  checkpoint: string,
  files: readonly Omit<KeptFile, 'bytes'>[],
): Promise<void> {
  const sizes = files.map(async (file) => ({
    ...file,
    bytes: await fileSize(join(checkpoint, file.path)),
  }));
  const record = join(checkpoint, RECORD);
  // Another run may write the same record at once.
  const own = `${record}.${randomUUID()}`;
  await writeFile(own, JSON.stringify(await Promise.all(sizes)));
  await rename(own, record);
}

/** Whether every file is there and still what it was, by its checksum where it has one. */
export async function isWhole(checkpoint: string): Promise<boolean> {
  const files = await readRecord(checkpoint);
  if (!files) return false;
  for (const { path, bytes, checksum } of files) {
    const file = join(checkpoint, path);
    if ((await fileSize(file)) !== bytes || !(await isFile(file, checksum))) return false;
  }
  return true;
}

async function readRecord(checkpoint: string): Promise<readonly KeptFile[] | undefined> {
  const record = await readJsonFile(join(checkpoint, RECORD)).catch(() => undefined);
  return Array.isArray(record) && record.length > 0 ? record : undefined;
}

/** The commits of which every file is here. */
export async function wholeCommits(cache: string, model: HubModel): Promise<string[]> {
  const commits = await readdir(modelFolder(cache, model.id)).catch(() => []);
  const whole: string[] = [];
  for (const revision of commits) {
    const files = await readRecord(checkpointFolder(cache, { ...model, revision }));
    if (files) whole.push(revision);
  }
  return whole;
}
