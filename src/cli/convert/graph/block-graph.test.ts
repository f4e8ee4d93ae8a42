// A stack of block graphs over a layer's weights each, against the graph of the whole model.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelArchitecture } from '../../../runtime/packs/manifest.js';
import { loadPack, openPack, type PackSession } from '../../verify/run-pack.js';
import { type BlockStack, openBlockStack } from '../testing/block-stack.js';
import { writeRandomPack } from '../testing/random-checkpoint.js';

const ARCHITECTURE: ModelArchitecture = {
  layers: 3,
  heads: 2,
  dModel: 64,
  dInner: 130,
  vocab: 331,
  context: 70,
  layerNormEpsilon: 1e-5,
};
const IDS = Array.from({ length: 64 }, (_, at) => (at * 7919 + 11) % ARCHITECTURE.vocab);

let folder: string;
let paths: { readonly checkpoint: string; readonly pack: string };
let whole: PackSession;
let stack: BlockStack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
  paths = await writeRandomPack(folder, ARCHITECTURE, 7);
  whole = await openPack(await loadPack(paths.pack));
  stack = await openBlockStack(paths.checkpoint);
});

afterAll(async () => {
  await whole.release();
  await stack.release();
  await rm(folder, { recursive: true, force: true });
});

test('all layers have the same graph, and each its own weights', async () => {
  expect(new Set(stack.graphs.map((graph) => Buffer.from(graph).toString('base64'))).size).toBe(1);
  const { attention } = await stack.run(IDS.slice(0, 8));
  expect(new Set(attention.map((weights) => weights.join())).size).toBe(ARCHITECTURE.layers);
});

test.each([1, 2, 3, 5, 8, 17, 64])('%i tokens: the whole graph computes the same', async (length) =>
  expectSame(stack, whole, IDS.slice(0, length)),
);

test('the graphs for WebGPU compute what its whole graph does', async () => {
  const wholeWebgpu = await openPack(await loadPack(paths.pack), 'webgpu');
  const webgpu = await openBlockStack(paths.checkpoint, 'webgpu');
  await expectSame(webgpu, wholeWebgpu, IDS.slice(0, 17));
  await wholeWebgpu.release();
  await webgpu.release();
});

describe('a text that begins as an earlier one', () => {
  test.each(Array.from({ length: 64 }, (_, at) => at + 1))(
    'of %i tokens is bit for bit a fresh run of it',
    async (length) => {
      const ids = IDS.slice(0, length);
      const fresh = await stack.run(ids);
      for (const known of new Set([1, length - 1, Math.floor(length / 2)])) {
        if (known < 1 || known >= length) continue;
        const before = await stack.run(ids.slice(0, known));
        const continued = await stack.run(ids, { before });
        expect(continued.attention).toEqual(fresh.attention);
        expect(continued.logits).toEqual(fresh.logits);
      }
    },
  );
});

describe('an edit', () => {
  const ids = IDS.slice(0, 9);

  test('of ones and zeros changes nothing, not a bit', async () => {
    const plain = await stack.run(ids);
    const edits = { 'residual.mid': { keep: [1], add: [0] }, attention: { keep: [1], add: [0] } };
    expect(await stack.run(ids, { edits: { 1: edits } })).toEqual(plain);
  });

  test('that switches a head off is what the head mask does', async () => {
    const mask = new Float32Array(6).fill(1);
    mask[3] = 0;
    const expected = await whole.run(ids, mask);
    const { attention } = await stack.run(ids, {
      edits: { 1: { heads: { keep: [1, 0], shape: [1, 2, 1, 1] } } },
    });
    expect(largestDifference(attention[2] ?? [], expected.attention[2] ?? [])).toBeLessThan(1e-5);
  });

  test('of attention replaces weights; the rest of a row is scaled to 1 where that is asked for', async () => {
    const cut = Array.from({ length: 12 }, (_, key) => (key === 2 ? 0 : 1));
    const edited = async (rescale: number) => {
      const attention = { keep: cut, shape: [1, 1, 1, 12], rescale };
      return (await stack.run(ids, { edits: { 0: { attention } } })).attention[0] ?? [];
    };
    const plain = (await stack.run(ids)).attention[0] ?? [];
    const last = (weights: ArrayLike<number>) => Array.from(weights).slice(8 * 9, 9 * 9);
    const sum = (row: number[]) => row.reduce((total, weight) => total + weight, 0);
    const [kept, scaled] = [last(await edited(0)), last(await edited(1))];
    expect(kept[2]).toBe(0);
    expect(sum(kept)).toBeCloseTo(1 - (last(plain)[2] ?? 0), 5);
    expect(scaled[2]).toBe(0);
    expect(sum(scaled)).toBeCloseTo(1, 5);
  });

  test('that gives a key half of every row leaves the other half to what is kept', async () => {
    const row = (at2: number, elsewhere: number) =>
      Array.from({ length: 12 }, (_, key) => (key === 2 ? at2 : elsewhere));
    const attention = { keep: row(0, 1), add: row(0.5, 0), shape: [1, 1, 1, 12], rescale: 1 };
    const plain = (await stack.run(ids)).attention[0] ?? [];
    const edited = (await stack.run(ids, { edits: { 0: { attention } } })).attention[0] ?? [];
    const [before, after] = [plain, edited].map((rows) => Array.from(rows).slice(8 * 9, 9 * 9));
    expect(after?.[2]).toBe(0.5);
    expect(after?.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 5);
    const [whole, rest] = [before?.[0] ?? 0, 1 - (before?.[2] ?? 0)];
    expect(after?.[0]).toBeCloseTo((0.5 * whole) / rest, 5);
  });

  test('of the residual stream at one position leaves the positions before it as they were', async () => {
    const keep = Array.from({ length: 9 }, (_, at) => (at === 5 ? 0 : 1));
    const plain = await stack.run(ids);
    const patched = await stack.run(ids, {
      edits: { 0: { 'residual.post': { keep, shape: [1, 9, 1] } } },
    });
    const rows = (weights: ArrayLike<number> | undefined) => Array.from(weights ?? []).slice(0, 81);
    expect(rows(patched.attention[1]).slice(0, 45)).toEqual(rows(plain.attention[1]).slice(0, 45));
    expect(rows(patched.attention[1]).slice(45, 54)).not.toEqual(
      rows(plain.attention[1]).slice(45, 54),
    );
  });
});

async function expectSame(found: BlockStack, expected: PackSession, ids: number[]): Promise<void> {
  const [{ attention, logits }, reference] = [await found.run(ids), await expected.run(ids)];
  for (const [layer, weights] of reference.attention.entries()) {
    expect(largestDifference(attention[layer] ?? [], weights)).toBeLessThan(1e-5);
  }
  expect(largestDifference(logits, reference.logits)).toBeLessThan(1e-3);
}

function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  return Array.from(expected).reduce(
    (largest, value, at) => Math.max(largest, Math.abs(value - (found[at] ?? Number.NaN))),
    0,
  );
}
