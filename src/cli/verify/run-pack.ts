// Runs a model pack in Node, on onnxruntime-web's WASM build with one thread, as the page's worker does.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import type { ModelArchitecture, ModelManifest, PackFile } from '../../runtime/packs/manifest.js';
import { readManifest } from '../../runtime/packs/read-manifest.js';
import { shorten } from '../../runtime/shorten.js';
import { outputProblem } from '../../runtime/worker/model-output.js';
import { WEIGHTS_PATH } from '../convert/graph/graph-builder.js';
import { readFileUpTo } from '../read-file.js';
import { readJsonFile } from '../read-json.js';
import { PackError } from './pack-error.js';

/** A pack's files in memory. */
export interface LoadedPack {
  readonly manifest: ModelManifest;
  readonly graphs: { readonly wasm: Uint8Array; readonly webgpu: Uint8Array };
  /** The joined chunks. */
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** What one run gives. */
export interface PackRun {
  /** Per layer [H,T,T]. */
  readonly attention: readonly Float32Array[];
  /** Per layer [T,3d]. */
  readonly qkv: readonly Float32Array[];
  /** [V], of the last position. */
  readonly logits: Float32Array;
}

export interface PackSession {
  /** @param headMask [L,H]; every head is on by default. */
  run(ids: readonly number[], headMask?: Float32Array): Promise<PackRun>;
  release(): Promise<void>;
}

/** @throws {RuntimeError} `bad-manifest`, {PackError} when a file is not what the manifest says. */
export async function loadPack(folder: string): Promise<LoadedPack> {
  const manifest = readManifest(await readJson(join(folder, 'manifest.json')));
  const { graphs, weights } = manifest.layouts.row8;
  const joined = new Uint8Array(weights.reduce((total, { bytes }) => total + bytes, 0));
  let end = 0;
  for (const chunk of weights) {
    joined.set(await readPackFile(folder, chunk), end);
    end += chunk.bytes;
  }
  return {
    manifest,
    graphs: {
      wasm: await readPackFile(folder, graphs.wasm),
      webgpu: await readPackFile(folder, graphs.webgpu),
    },
    weights: joined,
  };
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

/** @param graph the CPU runs the WebGPU graph too, slowly: it checks its arithmetic without a GPU. */
export async function openPack(
  pack: LoadedPack,
  graph: keyof LoadedPack['graphs'] = 'wasm',
): Promise<PackSession> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(pack.graphs[graph], {
    externalData: [{ path: WEIGHTS_PATH, data: pack.weights }],
  });
  return {
    run: (ids, headMask) => run(session, pack.manifest.architecture, ids, headMask),
    release: () => session.release(),
  };
}

async function run(
  session: ort.InferenceSession,
  architecture: ModelArchitecture,
  ids: readonly number[],
  givenMask?: Float32Array,
): Promise<PackRun> {
  const { layers, heads } = architecture;
  const headMask = givenMask ?? new Float32Array(layers * heads).fill(1);
  const results = await session.run({
    input_ids: new ort.Tensor('int32', Int32Array.from(ids), [1, ids.length]),
    head_mask: new ort.Tensor('float32', headMask, [layers, heads]),
  });
  const values = (name: string): Float32Array => {
    const data = results[name]?.data;
    if (!(data instanceof Float32Array)) throw new Error(`The graph gave no float32 "${name}".`);
    return data;
  };
  const perLayer = (name: string) =>
    Array.from({ length: layers }, (_, layer) => values(`${name}.${layer}`));
  const output = {
    attention: perLayer('attention'),
    qkv: perLayer('qkv'),
    logits: values('logits'),
  };
  const problem = outputProblem(
    { ...output, qkv: new Map(output.qkv.entries()) },
    { ...architecture, tokens: ids.length },
  );
  if (problem) {
    throw new PackError(
      `The pack's numbers cannot be right: ${problem}. Convert the checkpoint again.`,
    );
  }
  return output;
}
