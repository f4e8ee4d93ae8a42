// Puts a model pack into a folder: whole or not at all.

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { MODEL_FORMAT, type ModelManifest, type PackFile } from '../../runtime/assets/manifest.js';
import { ConvertError } from './convert-error.js';

/** Public CDNs refuse files over 20 MB. */
const CHUNK_BYTES = 18 * 2 ** 20;

const MANIFEST = 'manifest.json';

/** A pack's files before they are written. */
export interface PackContent {
  readonly about: Omit<ModelManifest, 'format' | 'layouts'>;
  readonly graphs: { readonly wasm: Uint8Array; readonly webgpu: Uint8Array };
  /** The weights' buffer, in pieces to be joined. */
  readonly weights: readonly Uint8Array[];
}

/**
 * Writes a pack to `folder`, which need not exist. In a folder that holds a pack already its files are replaced and
 * others (a README, say) stay. Everything is first written to a folder beside it, so that a failure changes nothing.
 * @throws {ConvertError} `output` when the folder holds something else than a pack.
 */
export async function writePack(folder: string, content: PackContent): Promise<ModelManifest> {
  const target = resolve(folder);
  const replaced = await filesToReplace(target);
  const staging = join(dirname(target), `.${basename(target)}.partial-${process.pid}`);
  await mkdir(staging, { recursive: true });
  try {
    const manifest = await writeFiles(staging, content);
    if (replaced === 'new') await rename(staging, target);
    else await replaceFiles(staging, target, replaced);
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Every file that a manifest names. */
export function packFiles({ layouts: { row8 } }: ModelManifest): PackFile[] {
  return [row8.graphs.wasm, row8.graphs.webgpu, ...row8.weights];
}

async function writeFiles(folder: string, content: PackContent): Promise<ModelManifest> {
  const write = async (path: string, parts: readonly Uint8Array[]): Promise<PackFile> => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    await writeFile(join(folder, path), parts);
    const bytes = parts.reduce((total, part) => total + part.byteLength, 0);
    return { path, bytes, sha256: hash.digest('hex') };
  };
  const graphs = {
    wasm: await write('graph.wasm.onnx', [content.graphs.wasm]),
    webgpu: await write('graph.webgpu.onnx', [content.graphs.webgpu]),
  };
  const weights: PackFile[] = [];
  for (const chunk of chunksOf(content.weights)) {
    weights.push(await write(`weights.${String(weights.length).padStart(2, '0')}.bin`, chunk));
  }
  const manifest: ModelManifest = {
    format: MODEL_FORMAT,
    ...content.about,
    layouts: { row8: { graphs, weights } },
  };
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** Groups the pieces into chunks of CHUNK_BYTES, cutting pieces where a chunk is full. */
function* chunksOf(pieces: readonly Uint8Array[]): Generator<Uint8Array[]> {
  let chunk: Uint8Array[] = [];
  let room = CHUNK_BYTES;
  for (const piece of pieces) {
    for (let at = 0; at < piece.byteLength; ) {
      const part = piece.subarray(at, at + room);
      chunk.push(part);
      at += part.byteLength;
      room -= part.byteLength;
      if (room > 0) continue;
      yield chunk;
      chunk = [];
      room = CHUNK_BYTES;
    }
  }
  if (chunk.length > 0) yield chunk;
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
    const text = await readFile(join(target, MANIFEST), 'utf8');
    const manifest: ModelManifest = JSON.parse(text);
    if (manifest.format !== MODEL_FORMAT)
      throw new Error(`"${manifest.format}" is another format.`);
    return [MANIFEST, ...packFiles(manifest).map(({ path }) => path)];
  } catch (cause) {
    const advice = 'Give a new folder, an empty one, or one that holds a pack.';
    throw new ConvertError('output', `${target} holds other files. ${advice}`, { cause });
  }
}

/** The manifest leaves first and comes last: at no moment does it name files that are not there. */
async function replaceFiles(
  staging: string,
  target: string,
  replaced: readonly string[],
): Promise<void> {
  for (const path of replaced) await rm(join(target, basename(path)), { force: true });
  const written = await readdir(staging);
  for (const path of written) {
    if (path !== MANIFEST) await rename(join(staging, path), join(target, path));
  }
  await rename(join(staging, MANIFEST), join(target, MANIFEST));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
