import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { convert } from '../../../cli/convert/convert.js';
import { loadPack, openPack } from '../../../cli/verify/run-pack.js';
import { randomCheckpoint, writeCheckpoint } from '../../../convert/testing/random-checkpoint.js';
import type { ModelArchitecture, ModelManifest, PackFile } from '../../packs/manifest.js';
import { RuntimeError } from '../../runtime-error.js';
import type { PackWeights, RemoteFile } from '../../wire/protocol.js';
import { importOrt } from '../ort.js';
import { type FileSource, PackParts } from '../pack-parts.js';
import type { BlockStack, StackLayer } from './block-stack.js';
import { Lock } from './lock.js';
import { StackLoad } from './stack-load.js';

/** Of more tokens than the first file has rows. */
const ARCHITECTURE: ModelArchitecture = {
  layers: 3,
  heads: 2,
  dModel: 16,
  dInner: 32,
  vocab: 9000,
  context: 20,
  layerNormEpsilon: 1e-5,
};
const COMMON = [5, 3000, 8191, 7];
const RARE = [5, 8192, 8999, 7];

let folder: string;
let pack: string;
let manifest: ModelManifest;
let weights: PackWeights;
/** Files in the order in which they were asked for. */
let asked: string[];
/** Answers once a file may come. */
let gate: (path: string) => Promise<unknown>;

const ORDER = [
  ...['block.wasm.onnx', 'embedding.00.bin', 'positions.bin'],
  ...['layer.00.bin', 'layer.01.bin', 'layer.02.bin'],
  ...['embedding.01.bin', 'output.00.bin', 'output.wasm.onnx'],
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
  pack = join(folder, 'pack');
  await writeCheckpoint(folder, randomCheckpoint(ARCHITECTURE, 3));
  const about = { id: 'x', name: 'x', tokenizer: 'none', source: 'random weights' } as const;
  manifest = await convert(folder, pack, about);
  const remote = ({ path, bytes, sha256 }: PackFile): RemoteFile => ({ url: path, bytes, sha256 });
  const { graphs, embedding, positions, layers, output } = manifest.layouts.row8;
  weights = {
    kind: 'pack',
    graphs: { block: remote(graphs.wasm.block), output: remote(graphs.wasm.output) },
    embedding: embedding.map(remote),
    positions: remote(positions),
    layers: layers.map((files) => files.map(remote)),
    output: output.map(remote),
  };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(() => {
  asked = [];
  gate = async () => {};
});

const source: FileSource = {
  async fill(target, { url }) {
    target.set(await read(url));
  },
};

async function read(path: string): Promise<Buffer> {
  asked.push(path);
  await gate(path);
  return readFile(join(pack, path));
}

function begin(): { load: StackLoad; stack: BlockStack; loaded: Promise<void> } {
  const parts = new PackParts(ARCHITECTURE, weights, source);
  const load = new StackLoad({
    architecture: ARCHITECTURE,
    device: 'wasm',
    parts,
    lock: new Lock(),
  });
  const stack = load.stack(ort);
  const loaded = load.load(importOrt('wasm'), () => {});
  loaded.catch(() => {});
  return { load, stack, loaded };
}

async function attentionOf(stack: BlockStack, ids: readonly number[]): Promise<Float32Array[]> {
  const layers: StackLayer[] = [];
  await stack.run({ ids, onLayer: (layer) => layers.push(layer) });
  return layers.map(({ attention }) => attention);
}

test('every layer has its own weights, however fast they come', async () => {
  const { load, stack, loaded } = begin();
  const attention = await attentionOf(stack, COMMON);
  await loaded;
  const reference = await openPack(await loadPack(pack));
  expect(attention).toEqual((await reference.run(COMMON)).attention);
  expect(new Set(attention.map((weights) => weights.join())).size).toBe(3);
  await reference.release();
  await load.close();
});

test.each([
  ['no text', undefined, ORDER],
  ['a text of common tokens', COMMON, ORDER],
  ['another', [8000, 1, 2], ORDER],
  [
    'a text with a rarer token: all other rows come right after the first ones',
    RARE,
    ORDER.toSpliced(6, 1).toSpliced(2, 0, 'embedding.01.bin'),
  ],
] as const)('the order of requests for %s', async (_name, ids, order) => {
  const { load, stack, loaded } = begin();
  if (ids) {
    load.expect(new Promise((resolve) => setTimeout(() => resolve(ids), 20)));
    await attentionOf(stack, ids);
  }
  await loaded;
  expect(asked).toEqual(order);
  await load.close();
});

test('a rarer token that is asked for later brings the other rows next', async () => {
  const { load, stack, loaded } = begin();
  let hold = () => {};
  gate = (path) =>
    path === 'layer.01.bin'
      ? new Promise<void>((resolve) => {
          hold = resolve;
        })
      : Promise.resolve();
  await expect.poll(() => asked.at(-1)).toBe('layer.01.bin');
  load.expect(Promise.resolve(RARE));
  await new Promise((resolve) => setTimeout(resolve));
  hold();
  await attentionOf(stack, RARE);
  await loaded;
  expect(asked.slice(4, 7)).toEqual(['layer.01.bin', 'embedding.01.bin', 'layer.02.bin']);
  await load.close();
});

test('one file at a time, and a layer runs while the next is on its way', async () => {
  let underWay = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  gate = async (path) => {
    expect(++underWay).toBe(1);
    if (path === 'layer.01.bin') await held;
    underWay--;
  };
  const { load, stack, loaded } = begin();
  const told: number[] = [];
  const waits: boolean[] = [];
  const run = stack.run({
    ids: COMMON,
    onLayer: () => told.push(asked.length),
    onWait: (waiting) => waits.push(waiting),
  });
  await expect.poll(() => told.length).toBe(1);
  expect(asked).toEqual(ORDER.slice(0, 5));
  expect(waits.at(-1)).toBe(true);
  release();
  await run;
  await loaded;
  expect(told).toHaveLength(3);
  await load.close();
});

test('what fails fails for all who wait for a part', async () => {
  const failure = new RuntimeError('file-hash', 'It differs.', 'Publish again.');
  gate = async (path) => {
    if (path === 'layer.02.bin') throw failure;
  };
  const { load, stack, loaded } = begin();
  const run = attentionOf(stack, COMMON);
  run.catch(() => {});
  await expect(loaded).rejects.toBe(failure);
  await expect(run).rejects.toBe(failure);
  await load.close();
});

test('a run that waits is stopped at once', async () => {
  gate = (path) => (path === 'layer.00.bin' ? new Promise(() => {}) : Promise.resolve());
  const { load, stack } = begin();
  const stop = new AbortController();
  const run = stack.run({ ids: COMMON, signal: stop.signal });
  await expect.poll(() => asked.at(-1)).toBe('layer.00.bin');
  stop.abort();
  await expect(run).rejects.toMatchObject({ code: 'aborted' });
  await load.close();
});
