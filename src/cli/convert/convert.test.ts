// The way from a checkpoint to attention: what a pack's graphs compute is what GPT-2 computes.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareAttention } from '../../convert/fidelity/compare-attention.js';
import { packWeights } from '../../convert/testing/pack-weights.js';
import {
  ODD_SHAPES,
  ONE_HEAD,
  randomCheckpoint,
  randomNumbers,
  writeCheckpoint,
  writeRandomPack,
} from '../../convert/testing/random-checkpoint.js';
import { referenceCheckpoint } from '../../convert/testing/reference-checkpoint.js';
import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { packFiles } from '../../runtime/packs/pack-files.js';
import { type ReferenceWeights, runReference } from '../../runtime/testing/reference-gpt2.js';
import { loadPack, openPack } from '../verify/run-pack.js';
import { convert } from './convert.js';
import { fileHashes } from './testing/file-hashes.js';
import { temporaryFolder } from './testing/temporary-folder.js';

const GRAPHS = [
  { graph: 'wasm', activations: 'quantised' },
  { graph: 'webgpu', activations: 'float' },
] as const;

const CASES = ODD_SHAPES.flatMap((shape, index) =>
  GRAPHS.map((graph) => ({ ...graph, shape, seed: index + 1, dModel: shape.dModel })),
);

const OPTIONS = { id: 'random', name: 'random', source: 'random weights' };

/** Ids for which no activation falls on a tie that float32 and float64 round to different bytes. */
function randomIds({ vocab }: ModelArchitecture, count: number): number[] {
  const random = randomNumbers(12);
  return Array.from({ length: count }, () => Math.floor(vocab * random()));
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((largest, x, at) => Math.max(largest, Math.abs(x - (b[at] ?? 0))), 0);
}

test.for(CASES)(
  '$graph graph, width $dModel: attention, qkv and logits are those of the reference',
  { timeout: 60_000 },
  async ({ graph, activations, shape, seed }) => {
    const { pack: folder } = await writeRandomPack(await temporaryFolder(), shape, seed);
    const pack = await loadPack(folder);
    const session = await openPack(pack, graph);
    const ids = randomIds(shape, 16);
    const headMask = new Float32Array(shape.layers * shape.heads).fill(1);
    headMask[0] = 0;
    const weights = packWeights(pack);

    for (const mask of [undefined, headMask]) {
      const run = await session.run(ids, mask);
      const reference = runReference(weights, ids, {
        activations,
        ...(mask ? { headMask: mask } : {}),
      });
      for (const [layer, attention] of run.attention.entries()) {
        const expected = reference.attention[layer] ?? [];
        expect(compareAttention(attention, expected, ids.length).maxError).toBeLessThan(5e-3);
        expect(largestDifference(run.qkv[layer] ?? [], reference.qkv[layer] ?? [])).toBeLessThan(
          5e-3,
        );
      }
      expect(largestDifference(run.logits, reference.logits)).toBeLessThan(5e-3);
    }
    await session.release();
  },
);

test.for(CASES)(
  '$graph graph, width $dModel: nothing looks ahead and every row sums to 1',
  { timeout: 60_000 },
  async ({ graph, shape, seed }) => {
    const { pack } = await writeRandomPack(await temporaryFolder(), shape, seed);
    const session = await openPack(await loadPack(pack), graph);
    for (const length of [1, 2, shape.context]) {
      const { attention } = await session.run(randomIds(shape, length));
      for (const weights of attention) {
        expect(weights).toHaveLength(shape.heads * length * length);
        for (let row = 0; row < shape.heads * length; row++) {
          const query = row % length;
          const keys = weights.subarray(row * length, (row + 1) * length);
          expect(keys.subarray(query + 1).every((weight) => weight === 0)).toBe(true);
          expect(keys.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3);
        }
      }
    }
    await session.release();
  },
);

test('both graphs show the same attention', { timeout: 60_000 }, async () => {
  for (const [index, shape] of ODD_SHAPES.entries()) {
    const { pack: folder } = await writeRandomPack(await temporaryFolder(), shape, index + 1);
    const pack = await loadPack(folder);
    const ids = randomIds(shape, 16);
    const [wasm, webgpu] = [await openPack(pack, 'wasm'), await openPack(pack, 'webgpu')];
    const [one, other] = [await wasm.run(ids), await webgpu.run(ids)];
    for (const [layer, attention] of one.attention.entries()) {
      const difference = compareAttention(attention, other.attention[layer] ?? [], ids.length);
      expect(difference.meanTotalVariation).toBeLessThan(0.02);
    }
    await wasm.release();
    await webgpu.release();
  }
});

test('a switched-off head leaves its own layer as it was and changes what follows', {
  timeout: 60_000,
}, async () => {
  const shape = { ...ONE_HEAD, layers: 2, heads: 2 };
  const { pack } = await writeRandomPack(await temporaryFolder(), shape, 8);
  const session = await openPack(await loadPack(pack));
  const ids = randomIds(shape, 9);
  const all = await session.run(ids);
  const without = await session.run(ids, Float32Array.of(1, 0, 1, 1));
  expect(without.attention[0]).toEqual(all.attention[0]);
  expect(largestDifference(without.attention[1] ?? [], all.attention[1] ?? [])).toBeGreaterThan(
    0.01,
  );
  expect(largestDifference(without.logits, all.logits)).toBeGreaterThan(0.01);
  await session.release();
});

test.for(GRAPHS)(
  '$graph graph: an output layer of its own predicts as the reference does',
  { timeout: 60_000 },
  async ({ graph, activations }) => {
    const folder = await temporaryFolder();
    const checkpoint = randomCheckpoint(ONE_HEAD, 5);
    const embedding = checkpoint.tensors.get('wte.weight');
    if (!embedding) throw new Error('No embedding.');
    const values = embedding.values.map((value, at) => (at % 3 === 0 ? -value : value));
    checkpoint.tensors.set('lm_head.weight', { ...embedding, values });
    await writeCheckpoint(folder, checkpoint);
    await convert(folder, join(folder, 'pack'), OPTIONS);
    const ids = randomIds(ONE_HEAD, 7);
    const pack = await loadPack(join(folder, 'pack'));
    const session = await openPack(pack, graph);
    const { logits } = await session.run(ids);
    const weights = packWeights(pack);
    const { head: _, ...tied } = weights;
    expect(
      largestDifference(logits, runReference(weights, ids, { activations }).logits),
    ).toBeLessThan(5e-3);
    expect(
      largestDifference(logits, runReference(tied, ids, { activations }).logits),
    ).toBeGreaterThan(0.1);
    await session.release();
  },
);

test.for(ODD_SHAPES)(
  'a pack of width $dModel holds what its checkpoint does, to a step of each row',
  async (shape) => {
    const { checkpoint, pack } = await writeRandomPack(await temporaryFolder(), shape, 1);
    const [held, own] = [packWeights(await loadPack(pack)), await referenceCheckpoint(checkpoint)];
    const matrices = ({ embedding, blocks }: ReferenceWeights) => [
      embedding,
      ...blocks.flatMap(({ attention, attentionOut, mlp, mlpOut }) =>
        [attention, attentionOut, mlp, mlpOut].map(({ weight }) => weight),
      ),
    ];
    for (const [index, matrix] of matrices(held).entries()) {
      const { rows, columns, values } = matrices(own)[index] ?? matrix;
      expect([matrix.rows, matrix.columns]).toEqual([rows, columns]);
      for (let row = 0; row < rows; row++) {
        const [kept, exact] = [matrix.values, values].map((all) =>
          all.subarray(row * columns, (row + 1) * columns),
        );
        const largest = Math.max(...(exact ?? []).map(Math.abs));
        expect(largestDifference(kept ?? [], exact ?? [])).toBeLessThan((1.001 * largest) / 127);
      }
    }
    expect(held.blocks[0]?.ln1).toEqual(own.blocks[0]?.ln1);
    expect(held.blocks[0]?.mlp.bias).toEqual(own.blocks[0]?.mlp.bias);
  },
);

test('a token is embedded and predicted by the same bytes', async () => {
  const shape = { ...ONE_HEAD, vocab: 3000 };
  const { pack: folder } = await writeRandomPack(await temporaryFolder(), shape, 4);
  const { weights } = await loadPack(folder);
  const bytesOfRows = 32 * shape.vocab;
  expect(weights.embedding.byteLength).toBeGreaterThan(bytesOfRows);
  expect(weights.output.byteLength).toBeLessThan(1000);
});

test('the same checkpoint gives the same bytes', async () => {
  const folder = await temporaryFolder();
  await writeCheckpoint(folder, randomCheckpoint(ONE_HEAD, 2));
  await convert(folder, join(folder, 'one'), OPTIONS);
  await convert(folder, join(folder, 'two'), OPTIONS);
  expect(await fileHashes(join(folder, 'one'))).toEqual(await fileHashes(join(folder, 'two')));
});

test('it says what it is doing, layer by layer', async () => {
  const folder = await temporaryFolder();
  await writeCheckpoint(folder, randomCheckpoint({ ...ONE_HEAD, layers: 2 }, 2));
  const steps: string[] = [];
  await convert(folder, join(folder, 'pack'), { ...OPTIONS, report: (step) => steps.push(step) });
  expect(steps).toEqual([
    'Converting: layer 1 of 2',
    'Converting: layer 2 of 2',
    'Comparing the pack with the original',
  ]);
});

test('the manifest describes the model and its files', async () => {
  const folder = await temporaryFolder();
  await writeCheckpoint(folder, randomCheckpoint(ONE_HEAD, 2));
  const files = await fileHashes(folder);
  const manifest = await convert(folder, join(folder, 'pack'), { ...OPTIONS, licence: 'MIT' });
  expect(manifest).toMatchObject({
    format: 'attention-model@2',
    id: 'random',
    architecture: ONE_HEAD,
    tokenizer: 'none',
    provenance: {
      checkpoint: 'random weights',
      sha256: files['model.safetensors'],
      licence: 'MIT',
    },
  });
  const { 'manifest.json': _, ...written } = await fileHashes(join(folder, 'pack'));
  const named = packFiles(manifest).map(({ path, sha256 }) => [path, sha256]);
  expect(Object.fromEntries(named)).toEqual(written);
});

test('the graphs of a model take less than 10 kB each, however deep it is', async () => {
  const shape = { ...ONE_HEAD, layers: 12 };
  const { pack } = await writeRandomPack(await temporaryFolder(), shape, 1);
  const { wasm, webgpu } = (await loadPack(pack)).graphs;
  for (const graph of [wasm.block, wasm.output, webgpu.block, webgpu.output]) {
    expect(graph.byteLength).toBeLessThan(10_000);
  }
});

test("a vocabulary smaller than GPT-2's cannot have its tokenizer", async () => {
  const folder = await temporaryFolder();
  await writeCheckpoint(folder, randomCheckpoint(ONE_HEAD, 2));
  const converting = convert(folder, join(folder, 'pack'), { ...OPTIONS, tokenizer: 'gpt2' });
  await expect(converting).rejects.toThrow(/331 tokens.*50257.*--tokenizer none/);
});

test('a NaN deep in the checkpoint is named and leaves no pack behind', async () => {
  const folder = await temporaryFolder();
  const checkpoint = randomCheckpoint(ONE_HEAD, 2);
  const name = 'h.0.mlp.c_proj.weight';
  checkpoint.tensors.get(name)?.values.fill(Number.NaN, 41, 42);
  await writeCheckpoint(folder, checkpoint);
  const converting = convert(folder, join(folder, 'pack'), OPTIONS);
  await expect(converting).rejects.toThrow(`"${name}" holds NaN at index 41`);
  expect(await readdir(folder)).toEqual(['config.json', 'model.safetensors']);
});

test('weights that overflow are refused by the name of their layer', async () => {
  const folder = await temporaryFolder();
  const checkpoint = randomCheckpoint(ONE_HEAD, 2);
  checkpoint.tensors.get('h.0.mlp.c_fc.weight')?.values.fill(3e38);
  await writeCheckpoint(folder, checkpoint);
  const converting = convert(folder, join(folder, 'pack'), OPTIONS);
  await expect(converting).rejects.toThrow(/weights of layer 0, "h.0.…"/);
  await expect(converting).rejects.toMatchObject({ code: 'tensor' });
});

test('weights of the last LayerNorm that overflow are refused by name', async () => {
  const folder = await temporaryFolder();
  const checkpoint = randomCheckpoint(ONE_HEAD, 2);
  checkpoint.tensors.get('ln_f.weight')?.values.fill(3e38);
  await writeCheckpoint(folder, checkpoint);
  const converting = convert(folder, join(folder, 'pack'), OPTIONS);
  await expect(converting).rejects.toThrow(/"ln_f.…",? are so large/);
  await expect(converting).rejects.toMatchObject({ code: 'tensor' });
});

test('a position beyond float16 is named', async () => {
  const folder = await temporaryFolder();
  const checkpoint = randomCheckpoint(ONE_HEAD, 2);
  checkpoint.tensors.get('wpe.weight')?.values.fill(1e5, 3, 4);
  await writeCheckpoint(folder, checkpoint);
  const converting = convert(folder, join(folder, 'pack'), OPTIONS);
  await expect(converting).rejects.toThrow(/"wpe.weight" holds 100000 at index 3/);
});
