// What is kept of a checkpoint that was converted here, whole or not, beside the files themselves.

import type { StoredParts } from '../../convert/pack-builder.js';
import { type AssetCache, openAssetCache } from '../packs/asset-cache.js';
import { MODEL_FORMAT, type PackFile } from '../packs/manifest.js';

export interface MadeRecord {
  readonly stored: StoredParts;
  /** Pieces of the embedding, until all of it is there. */
  readonly rows: readonly (PackFile | null)[];
  /** Residual streams of the float32 pass after the layers that are stored; none once all is made. */
  readonly residuals: PackFile | null;
}

export const NOTHING_MADE: MadeRecord = {
  stored: { parts: {}, graphs: {} },
  rows: [],
  residuals: null,
};

/** Raised when the same checkpoint gives other files: what was made before is then made again. */
const MAKING = 1;

/** What the record of a model is kept under. @param key of the model, with its commit. */
export function madeName(key: string): string {
  return `${MODEL_FORMAT}, made in way ${MAKING}, of ${key}`;
}

/** Nothing where it is damaged. */
export function readMade(json: string): MadeRecord | undefined {
  try {
    const made: Partial<MadeRecord> | null = JSON.parse(json);
    const isWhole = made?.stored?.parts && made.stored.graphs && Array.isArray(made.rows);
    return isWhole ? (made as MadeRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** All files that a record names. */
export function filesOf({ stored, rows, residuals }: MadeRecord): PackFile[] {
  return [
    ...Object.values(stored.parts).flat(),
    ...Object.values(stored.graphs).flatMap((graphs) => Object.values(graphs ?? {})),
    ...rows.flatMap((piece) => piece ?? []),
    ...(residuals ? [residuals] : []),
  ];
}

/** Frees the room that it takes. */
export async function dropMade(cache: AssetCache, key: string): Promise<void> {
  const made = readMade((await cache.manifest(madeName(key))) ?? '');
  await cache.dropManifest(madeName(key));
  for (const { sha256 } of made ? filesOf(made) : []) await cache.drop(sha256);
}

/** Whether all of it is kept, so that a load reads nothing. */
export async function isMade(key: string): Promise<boolean> {
  try {
    const cache = await openAssetCache();
    const made = readMade((await cache.manifest(madeName(key))) ?? '');
    if (!made?.stored.parts.output) return false;
    for (const { sha256 } of filesOf(made)) if (!(await cache.has(sha256))) return false;
    return true;
  } catch {
    return false;
  }
}
