// Puts a model pack into a folder: whole or not at all.

import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import {
  cp,
  type FileHandle,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import {
  MODEL_FORMAT,
  type ModelFidelity,
  type ModelManifest,
  type PackFile,
} from '../../runtime/packs/manifest.js';
import { readJsonFile } from '../read-json.js';
import { ConvertError } from './convert-error.js';
import type { WeightsSink } from './weights.js';

/** Public CDNs refuse files over 20 MB. */
const CHUNK_BYTES = 18 * 2 ** 20;

const MANIFEST = 'manifest.json';

/** How a pack comes about. */
export interface PackContent {
  readonly about: Omit<ModelManifest, 'format' | 'layouts'>;
  /** Puts the weights into the sink, piece by piece, and makes the graphs that know where each of them lies. */
  readonly fill: (
    sink: WeightsSink,
  ) => Promise<{ readonly wasm: Uint8Array; readonly webgpu: Uint8Array }>;
  /** Measures the finished pack before it takes its place. */
  readonly verify?: (folder: string) => Promise<ModelFidelity>;
}

/**
 * Writes a pack to `folder`, which need not exist. In a folder that holds a pack already its files are replaced and
 * others (a README, say) stay. Everything is first written to a folder beside it that then takes its place, so that
 * neither a failure nor a kill changes anything. What a killed run left beside it is removed.
 * @throws {ConvertError} `output` when the folder holds something else than a pack.
 */
export async function writePack(folder: string, content: PackContent): Promise<ModelManifest> {
  const target = await realpath(folder).catch(() => resolve(folder));
  await sweep(target);
  const replaced = await filesToReplace(target);
  const staging = `${besideOf(target)}partial-${process.pid}`;
  const remove = () => rmSync(staging, { recursive: true, force: true });
  process.once('exit', remove);
  await mkdir(staging, { recursive: true });
  try {
    const manifest = await writeFiles(staging, content);
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

/** Every file that a manifest names. */
export function packFiles({ layouts: { row8 } }: ModelManifest): PackFile[] {
  return [row8.graphs.wasm, row8.graphs.webgpu, ...row8.weights];
}

async function writeFiles(folder: string, content: PackContent): Promise<ModelManifest> {
  const chunks = new ChunkWriter(folder);
  const graphs = await content.fill((bytes) => chunks.write(bytes)).finally(() => chunks.end());
  const graph = async (path: string, bytes: Uint8Array): Promise<PackFile> => {
    await writeFile(join(folder, path), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { path, bytes: bytes.byteLength, sha256 };
  };
  const manifest: ModelManifest = {
    format: MODEL_FORMAT,
    ...content.about,
    layouts: {
      row8: {
        graphs: {
          wasm: await graph('graph.wasm.onnx', graphs.wasm),
          webgpu: await graph('graph.webgpu.onnx', graphs.webgpu),
        },
        weights: chunks.files,
      },
    },
  };
  await writeManifest(folder, manifest);
  if (!content.verify) return manifest;
  const verified = { ...manifest, fidelity: await content.verify(folder) };
  await writeManifest(folder, verified);
  return verified;
}

async function writeManifest(folder: string, manifest: ModelManifest): Promise<void> {
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Writes bytes into numbered files of CHUNK_BYTES. */
class ChunkWriter {
  /** Those that are finished. */
  readonly files: PackFile[] = [];
  readonly #folder: string;
  #file: FileHandle | undefined;
  #hash = createHash('sha256');
  #bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.byteLength; ) {
      this.#file ??= await open(join(this.#folder, this.#path), 'w');
      const part = bytes.subarray(at, at + CHUNK_BYTES - this.#bytes);
      await this.#file.appendFile(part);
      this.#hash.update(part);
      this.#bytes += part.byteLength;
      at += part.byteLength;
      if (this.#bytes === CHUNK_BYTES) await this.end();
    }
  }

  /** Finishes the last file. */
  async end(): Promise<void> {
    if (!this.#file) return;
    await this.#file.close();
    this.files.push({ path: this.#path, bytes: this.#bytes, sha256: this.#hash.digest('hex') });
    this.#file = undefined;
    this.#hash = createHash('sha256');
    this.#bytes = 0;
  }

  get #path(): string {
    return `weights.${String(this.files.length).padStart(2, '0')}.bin`;
  }
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
    const manifest = (await readJsonFile(join(target, MANIFEST))) as ModelManifest;
    if (manifest.format !== MODEL_FORMAT)
      throw new Error(`"${manifest.format}" is another format.`);
    return [MANIFEST, ...packFiles(manifest).map(({ path }) => path)];
  } catch (cause) {
    const advice = 'Give a new folder, an empty one, or one that holds a pack.';
    throw new ConvertError('output', `${target} holds other files. ${advice}`, { cause });
  }
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

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
