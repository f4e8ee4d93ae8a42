// The cache of downloads, by model and commit, and which of them are complete.

import { randomUUID } from 'node:crypto';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubModel } from '../../../runtime/packs/hub-address.js';
import { readJsonFile } from '../../read-json.js';
import { fileSize, isFile } from './download-file.js';

/** One file of a complete checkpoint. */
export interface KeptFile {
  readonly path: string;
  /** sha-256, or the id git gives a file. */
  readonly checksum?: string;
  readonly bytes: number;
}

/** Lists the files of a checkpoint. It is written last. */
const RECORD = 'whole.json';

/** Holds a folder for each commit. */
function modelFolder(cache: string, id: string): string {
  return join(cache, id.replace('/', '--'));
}

/** @param model its revision is a commit. */
export function checkpointFolder(cache: string, model: HubModel): string {
  const { id, revision, folder } = model;
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
  // Another run may write the same record at the same time.
  const own = `${record}.${randomUUID()}`;
  await writeFile(own, JSON.stringify(await Promise.all(sizes)));
  await rename(own, record);
}

/** Whether every file exists and has not changed. */
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

/** Commits of a model that are complete. */
export async function wholeCommits(cache: string, model: HubModel): Promise<string[]> {
  const commits = await readdir(modelFolder(cache, model.id)).catch(() => []);
  const whole: string[] = [];
  for (const revision of commits) {
    const files = await readRecord(checkpointFolder(cache, { ...model, revision }));
    if (files) whole.push(revision);
  }
  return whole;
}
