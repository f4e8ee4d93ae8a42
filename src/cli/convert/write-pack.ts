// Puts a model pack into a folder: whole or not at all.

import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { cp, mkdir, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { manifestOf, manifestText, type PackAbout } from '../../convert/conversion.js';
import { ConvertError } from '../../convert/convert-error.js';
import { PackBuilder } from '../../convert/pack-builder.js';
import type { StoreFile } from '../../convert/part-files.js';
import {
  MODEL_FORMAT,
  type ModelFidelity,
  type ModelManifest,
} from '../../runtime/packs/manifest.js';
import { readJsonFile } from '../read-json.js';
import { isRunning } from './is-running.js';

const MANIFEST = 'manifest.json';

/** A folder of one of these is replaced. */
const PACK_FORMATS: readonly string[] = [MODEL_FORMAT, 'attention-model@1'];

/** How a pack comes about. */
export interface PackContent {
  readonly about: PackAbout;
  /** Writes every part, one after another, and the graphs that know where each weight lies. */
  readonly fill: (pack: PackBuilder) => Promise<void>;
  /** Measures the finished pack before it takes its place. */
  readonly verify?: (folder: string) => Promise<ModelFidelity>;
}

/**
 * Writes a pack to `folder`, which need not exist. In a folder that holds a pack already its files are replaced and
 * others (a README, say) stay. Everything is first written to a folder beside it that then takes its place, so that
 * neither a failure nor a kill changes anything. What a killed run left beside it is removed.
 * @param mostBytes of a file of weights.
 * @throws {ConvertError} `output` when the folder holds something else than a pack.
 */
export async function writePack(
  folder: string,
  content: PackContent,
  mostBytes?: number,
): Promise<ModelManifest> {
  const target = await realpath(folder).catch(() => resolve(folder));
  await sweep(target);
  const replaced = await filesToReplace(target);
  const staging = `${besideOf(target)}partial-${process.pid}`;
  const remove = () => rmSync(staging, { recursive: true, force: true });
  process.once('exit', remove);
  await mkdir(staging, { recursive: true });
  try {
    const manifest = await writeFiles(staging, content, mostBytes);
    if (replaced === 'new') await placeNew(staging, target);
    else await replaceFolder(staging, target, new Set(replaced));
    return manifest;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/**
 * Before an hour's work is done for nothing.
 * @throws {ConvertError} `output`, as `writePack` would.
 */
export async function checkPackFolder(folder: string): Promise<void> {
  await filesToReplace(await realpath(folder).catch(() => resolve(folder)));
}

async function writeFiles(
  folder: string,
  content: PackContent,
  mostBytes: number | undefined,
): Promise<ModelManifest> {
  const store: StoreFile = async (path, bytes) => {
    await writeFile(join(folder, path), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { path, bytes: bytes.byteLength, sha256 };
  };
  const pack = new PackBuilder(content.about.architecture, store, { mostBytes });
  await content.fill(pack);
  const manifest = manifestOf(content.about, pack);
  await writeManifest(folder, manifest);
  if (!content.verify) return manifest;
  const verified = manifestOf(content.about, pack, await content.verify(folder));
  await writeManifest(folder, verified);
  return verified;
}

async function writeManifest(folder: string, manifest: ModelManifest): Promise<void> {
  await writeFile(join(folder, MANIFEST), manifestText(manifest));
}

/** The files of the pack in `target`, none for an empty folder; `new` where there is no such folder. */
async function filesToReplace(target: string): Promise<'new' | readonly string[]> {
  const present = await readdir(target).catch((cause: unknown) => {
    if (isMissing(cause)) return undefined;
    throw new ConvertError('output', `${target} cannot be written to.`, { cause });
  });
  if (!present) return 'new';
  if (present.length === 0) return [];
  try {
    const manifest = (await readJsonFile(join(target, MANIFEST))) as Partial<ModelManifest>;
    if (!PACK_FORMATS.includes(manifest.format ?? ''))
      throw new Error(`"${manifest.format}" is another format.`);
    return [MANIFEST, ...pathsIn([manifest.tokenizerFile, manifest.layouts])];
  } catch (cause) {
    const advice = 'Give a new folder, an empty one, or one that holds a pack.';
    throw new ConvertError('output', `${target} holds other files. ${advice}`, { cause });
  }
}

/** Every `path` in a manifest of any format. */
function pathsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'path' in value && typeof value.path === 'string' ? [value.path] : [];
  return [...own, ...Object.values(value).flatMap(pathsIn)];
}

async function placeNew(staging: string, target: string): Promise<void> {
  await rename(staging, target).catch((cause: unknown) => {
    const problem = `${target} was not there at first, and now holds something`;
    const advice = 'Another run may have written it: run the command again to replace it.';
    throw new ConvertError('output', `${problem}. ${advice}`, { cause });
  });
}

/**
 * Puts `staging` in the place of `target`, with the files that are not the old pack's. Two renames: nobody sees a mixture,
 * and a kill between them leaves the old folder whole, which `sweep` puts back.
 */
async function replaceFolder(
  staging: string,
  target: string,
  replaced: ReadonlySet<string>,
): Promise<void> {
  for (const name of await readdir(target)) {
    if (replaced.has(name)) continue;
    await cp(join(target, name), join(staging, name), {
      recursive: true,
      preserveTimestamps: true,
    });
  }
  const old = `${besideOf(target)}old-${process.pid}`;
  await rename(target, old);
  try {
    await rename(staging, target);
  } catch (error) {
    await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true });
}

/** Beginning of the names of the folders beside a pack that this file makes and removes. */
function besideOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.`);
}

/** Removes what runs that were killed have left beside `target`, and puts a pack back that one had moved away. */
async function sweep(target: string): Promise<void> {
  const prefix = basename(besideOf(target));
  for (const name of await readdir(dirname(target)).catch(() => [])) {
    const [, kind, pid] = /^(partial|old)-(\d+)$/.exec(name.slice(prefix.length)) ?? [];
    if (!name.startsWith(prefix) || isRunning(Number(pid ?? process.pid))) continue;
    const left = join(dirname(target), name);
    if (kind === 'old' && !existsSync(target)) await rename(left, target);
    else await rm(left, { recursive: true, force: true });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
