// Runs a model pack in Node, on onnxruntime-web's WASM build with one thread, as the page's worker does.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  type Device,
  openPackSession,
  openPackStack,
  type PackSession,
  type StoredPack,
} from '../../convert/fidelity/pack-session.js';
import type { ModelManifest, PackFile, StackGraphs } from '../../runtime/packs/manifest.js';
import { sumOfBytes } from '../../runtime/packs/pack-files.js';
import { readManifest } from '../../runtime/packs/read-manifest.js';
import { shorten } from '../../runtime/shorten.js';
import { WrongOutputError } from '../../runtime/worker/stack/block-stack.js';
import { gpt2Tokenizer } from '../../runtime/worker/tokenizer/gpt2-tokenizer.js';
import { readTokenizerFile } from '../../runtime/worker/tokenizer/read-tokenizer-file.js';
import type { Tokenizer } from '../../runtime/worker/tokenizer/tokenizer.js';
import { FLOAT_ENGINE } from '../convert/float-engine.js';
import { readFileUpTo } from '../read-file.js';
import { readJsonFile } from '../read-json.js';
import { PackError } from './pack-error.js';

/** A pack's files in memory, the files of each part joined. */
export interface LoadedPack {
  readonly manifest: ModelManifest;
  readonly graphs: Readonly<
    Record<Device, { readonly block: Uint8Array; readonly output: Uint8Array }>
  >;
  readonly weights: PackWeights;
  /** Nothing for a pack that takes ids only. */
  readonly tokenizer: Tokenizer | undefined;
}

interface PackWeights {
  readonly embedding: Uint8Array<ArrayBuffer>;
  readonly positions: Uint8Array<ArrayBuffer>;
  readonly layers: readonly Uint8Array<ArrayBuffer>[];
  readonly output: Uint8Array<ArrayBuffer>;
}

/** @throws {RuntimeError} `bad-manifest`, {PackError} when a file is not what the manifest says. */
export async function loadPack(folder: string): Promise<LoadedPack> {
  const manifest = readManifest(await readJson(join(folder, 'manifest.json')));
  const { graphs, embedding, positions, layers, output } = manifest.layouts.row8;
  const graphsOf = async ({ block, output }: StackGraphs) => ({
    block: await readPackFile(folder, block),
    output: await readPackFile(folder, output),
  });
  const read = (files: readonly PackFile[]) => readJoined(folder, files);
  const perLayer = [];
  for (const files of layers) perLayer.push(await read(files));
  return {
    manifest,
    graphs: { wasm: await graphsOf(graphs.wasm), webgpu: await graphsOf(graphs.webgpu) },
    weights: {
      embedding: await read(embedding),
      positions: await read([positions]),
      layers: perLayer,
      output: await read(output),
    },
    tokenizer: await packTokenizer(folder, manifest),
  };
}

async function packTokenizer(
  folder: string,
  { tokenizer, tokenizerFile }: ModelManifest,
): Promise<Tokenizer | undefined> {
  if (tokenizerFile) return readTokenizerFile(await readPackFile(folder, tokenizerFile));
  return tokenizer === 'gpt2' ? gpt2Tokenizer : undefined;
}

async function readJoined(
  folder: string,
  files: readonly PackFile[],
): Promise<Uint8Array<ArrayBuffer>> {
  const joined = new Uint8Array(sumOfBytes(files));
  let end = 0;
  for (const file of files) {
    joined.set(await readPackFile(folder, file), end);
    end += file.bytes;
  }
  return joined;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return await readJsonFile(path);
  } catch (cause) {
    const advice = 'Give the folder of a model pack, as `attention-lens convert` makes it.';
    const why = cause instanceof Error ? shorten(cause.message) : String(cause);
    throw new PackError(`${path} cannot be read as JSON: ${why}. ${advice}`, { cause });
  }
}

async function readPackFile(folder: string, file: PackFile): Promise<Uint8Array> {
  const path = join(folder, file.path);
  const bytes = await readFileUpTo(path, file.bytes).catch((cause: Error) => {
    const problem = `${path} cannot be read: ${cause.message}. Convert the checkpoint again.`;
    throw new PackError(problem, { cause });
  });
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (bytes.byteLength !== file.bytes || hash !== file.sha256) {
    throw new PackError(
      `${path} is not the file its manifest lists. Convert the checkpoint again.`,
    );
  }
  return bytes;
}

/** @param device whose graphs are run. The CPU runs those for WebGPU too, slowly: it checks their arithmetic without a GPU. */
export async function openPack(pack: LoadedPack, device: Device = 'wasm'): Promise<PackSession> {
  const { run, release } = await openPackSession(FLOAT_ENGINE, storedPack(pack), device);
  return {
    async run(ids, headMask) {
      try {
        return await run(ids, headMask);
      } catch (cause) {
        if (!(cause instanceof WrongOutputError)) throw cause;
        throw new PackError(
          `The pack's numbers cannot be right: ${cause.message}. Convert the checkpoint again.`,
          { cause },
        );
      }
    },
    release,
  };
}

/** The same, with all that a stack can be asked for. */
export function openStack(pack: LoadedPack, device: Device): ReturnType<typeof openPackStack> {
  return openPackStack(FLOAT_ENGINE, storedPack(pack), device);
}

export function storedPack({ manifest, graphs, weights }: LoadedPack): StoredPack {
  return {
    architecture: manifest.architecture,
    graph: async (name, device) => graphs[device][name],
    part: async (part) => {
      const bytes = typeof part === 'number' ? weights.layers[part] : weights[part];
      if (!bytes) throw new Error(`The pack has no layer ${part}.`);
      return bytes;
    },
  };
}
