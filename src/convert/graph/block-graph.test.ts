// A stack of block graphs over a layer's weights each, against the graph of the whole model.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoadedPack, loadPack, openStack } from '../../cli/verify/run-pack.js';
import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import type { StackLayer, StackRequest } from '../../runtime/worker/stack/block-stack.js';
import type { LayerEdits } from '../../runtime/worker/stack/edits.js';
import type { KeptRun } from '../../runtime/worker/stack/kept-runs.js';
import type { PackSession } from '../fidelity/pack-session.js';
import { writeRandomPack } from '../testing/random-checkpoint.js';
import { openWhole, type WholeModel, wholeRow8 } from '../testing/whole-row8.js';

type OpenStack = Awaited<ReturnType<typeof openStack>>;

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
let model: WholeModel;
let pack: LoadedPack;
let whole: PackSession;
let stack: OpenStack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
  const paths = await writeRandomPack(folder, ARCHITECTURE, 7);
  model = await wholeRow8(paths.checkpoint);
  pack = await loadPack(paths.pack);
  whole = await openWhole(model, 'wasm');
  stack = await openStack(pack, 'wasm');
});

afterAll(async () => {
  await whole.release();
  await stack.release();
  await rm(folder, { recursive: true, force: true });
});

test('each layer has its own weights', async () => {
  const { attention } = await run(stack, { ids: IDS.slice(0, 8) });
  expect(new Set(attention.map((weights) => weights.join())).size).toBe(ARCHITECTURE.layers);
});

test.each([1, 2, 3, 5, 8, 17, 64])('%i tokens: the whole graph computes the same', async (length) =>
  expectSame(stack, whole, IDS.slice(0, length)),
);

test('the graphs for WebGPU compute what its whole graph does', async () => {
  const wholeWebgpu = await openWhole(model, 'webgpu');
  const webgpu = await openStack(pack, 'webgpu');
  await expectSame(webgpu, wholeWebgpu, IDS.slice(0, 17));
  await wholeWebgpu.release();
  await webgpu.release();
});

describe('a text that begins as an earlier one', () => {
  test.each(Array.from({ length: 64 }, (_, at) => at + 1))(
    'of %i tokens is bit for bit a fresh run of it',
    async (length) => {
      const ids = IDS.slice(0, length);
      const fresh = await run(stack, { ids });
      for (const known of new Set([1, length - 1, Math.floor(length / 2)])) {
        if (known < 1 || known >= length) continue;
        const before = await run(stack, { ids: ids.slice(0, known) });
        const reuse = { run: before.kept, tokens: known, layers: ARCHITECTURE.layers };
        const continued = await run(stack, { ids, reuse });
        expect(continued.attention).toEqual(fresh.attention);
        expect(continued.logits).toEqual(fresh.logits);
      }
    },
  );
});

describe('an edit', () => {
  const ids = IDS.slice(0, 9);
  const edited = (layer: number, edits: LayerEdits) => {
    const perLayer: LayerEdits[] = [];
    perLayer[layer] = edits;
    return run(stack, { ids, edits: perLayer });
  };
  const values = (numbers: readonly number[], ...dims: readonly number[]) => ({
    values: Float32Array.from(numbers),
    dims,
  });
  const lastRow = ({ attention }: StackRun) => Array.from(attention[0] ?? []).slice(8 * 9, 9 * 9);
  const sum = (row: readonly number[]) => row.reduce((total, weight) => total + weight, 0);

  test('of ones and zeros changes nothing, not a bit', async () => {
    const plain = await run(stack, { ids });
    const residual = { keep: values([1], 1, 1, 1), add: values([0], 1, 1, 1) };
    const attention = { keep: values([1], 1, 1, 1, 1), add: values([0], 1, 1, 1, 1) };
    const same = await edited(1, { 'residual.mid': residual, attention });
    expect(same.attention).toEqual(plain.attention);
    expect(same.logits).toEqual(plain.logits);
  });

  test('that switches a head off is what the head mask does', async () => {
    const mask = new Float32Array(6).fill(1);
    mask[3] = 0;
    const expected = await whole.run(ids, mask);
    const { attention } = await edited(1, { heads: { keep: values([1, 0], 1, 2, 1, 1) } });
    expect(largestDifference(attention[2] ?? [], expected.attention[2] ?? [])).toBeLessThan(1e-5);
  });

  test('of attention replaces weights; the rest of a row is scaled to 1 where that is asked for', async () => {
    const cut = Array.from({ length: 9 }, (_, key) => (key === 2 ? 0 : 1));
    const attention = { keep: values(cut, 1, 1, 1, 9) };
    const plain = lastRow(await run(stack, { ids }));
    const kept = lastRow(await edited(0, { attention }));
    const scaled = lastRow(await edited(0, { attention, rescale: true }));
    expect(kept[2]).toBe(0);
    expect(sum(kept)).toBeCloseTo(1 - (plain[2] ?? 0), 5);
    expect(scaled[2]).toBe(0);
    expect(sum(scaled)).toBeCloseTo(1, 5);
  });

  test('that gives a key half of every row leaves the other half to what is kept', async () => {
    const row = (at2: number, elsewhere: number) =>
      Array.from({ length: 9 }, (_, key) => (key === 2 ? at2 : elsewhere));
    const attention = {
      keep: values(row(0, 1), 1, 1, 1, 9),
      add: values(row(0.5, 0), 1, 1, 1, 9),
    };
    const before = lastRow(await run(stack, { ids }));
    const after = lastRow(await edited(0, { attention, rescale: true }));
    expect(after[2]).toBe(0.5);
    expect(sum(after)).toBeCloseTo(1, 5);
    const [first, rest] = [before[0] ?? 0, 1 - (before[2] ?? 0)];
    expect(after[0]).toBeCloseTo((0.5 * first) / rest, 5);
  });

  test('of the residual stream at one position leaves the positions before it as they were', async () => {
    const keep = Array.from({ length: 9 }, (_, at) => (at === 5 ? 0 : 1));
    const plain = await run(stack, { ids });
    const patched = await edited(0, { 'residual.post': { keep: values(keep, 1, 9, 1) } });
    const rows = (weights: ArrayLike<number> | undefined) => Array.from(weights ?? []).slice(0, 81);
    expect(rows(patched.attention[1]).slice(0, 45)).toEqual(rows(plain.attention[1]).slice(0, 45));
    expect(rows(patched.attention[1]).slice(45, 54)).not.toEqual(
      rows(plain.attention[1]).slice(45, 54),
    );
  });
});

interface StackRun {
  /** Per layer [H,T,T]. */
  readonly attention: readonly Float32Array[];
  readonly logits: Float32Array;
  readonly kept: KeptRun;
}

async function run({ stack }: OpenStack, request: StackRequest): Promise<StackRun> {
  const attention: Float32Array[] = [];
  let kept: KeptRun | undefined;
  const onLayer = (layer: StackLayer) => void attention.push(layer.attention);
  const logits = await stack.run({ ...request, onLayer }, (run) => {
    kept = run;
  });
  if (!kept) throw new Error('The stack kept nothing.');
  return { attention, logits: logits.slice(), kept };
}

async function expectSame(found: OpenStack, expected: PackSession, ids: number[]): Promise<void> {
  const [{ attention, logits }, reference] = [await run(found, { ids }), await expected.run(ids)];
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
