// Packs of any GPT-2's shape are as faithful as they say, and one that is not is found out.

import { execFileSync } from 'node:child_process';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { beyondLimits } from '../../convert/fidelity/limits.js';
import {
  ODD_SHAPES,
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
  writeRandomPack,
} from '../../convert/testing/random-checkpoint.js';
import { type WrongOutput, wrongGraphs } from '../../convert/testing/wrong-graph.js';
import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { convert } from '../convert/convert.js';
import { temporaryFolder } from '../convert/testing/temporary-folder.js';
import { runVerify } from './command.js';
import { PackError } from './pack-error.js';
import { loadPack, openPack } from './run-pack.js';
import { compareWithCheckpoint } from './verify.js';

/** Layers, heads and head width of the family's members; narrower, with a small vocabulary, so that a test can run them. */
const FAMILY: Readonly<Record<string, ModelArchitecture>> = {
  distilgpt2: { ...ONE_HEAD, layers: 6, heads: 12, dModel: 192, dInner: 768 },
  'gpt2-medium': { ...ONE_HEAD, layers: 24, heads: 16, dModel: 128, dInner: 512 },
};

/** Weights of the size that GPT-2 starts its training with, half the layers' worth of attention then looks somewhere. */
function calm(shape: ModelArchitecture) {
  const checkpoint = randomCheckpoint(shape, 3);
  for (const [name, { values, shape: dims }] of checkpoint.tensors) {
    if (!name.startsWith('h.') || dims.length !== 2) continue;
    for (const [at, value] of values.entries()) values[at] = value / 3;
  }
  return checkpoint;
}

test.each(Object.entries(FAMILY))(
  'a checkpoint as deep as %s converts and verifies',
  async (_, shape) => {
    const folder = await temporaryFolder();
    await writeCheckpoint(folder, calm(shape));
    const out = join(folder, 'pack');
    const manifest = await convert(folder, out, { id: 'x', name: 'x', source: 'random' });
    expect(manifest.fidelity).toMatchObject({ against: 'checkpoint', texts: 3, tokens: 48 });
    expect(manifest.fidelity?.layers).toHaveLength(shape.layers);
    expect(beyondLimits(await compareWithCheckpoint(await loadPack(out), folder))).toEqual([]);
  },
);

test.each(ODD_SHAPES.map((shape, index) => [shape.dModel, shape, index + 1] as const))(
  'a checkpoint of odd shape, %d wide, verifies on both graphs',
  async (_, shape, seed) => {
    const { checkpoint, pack } = await writeRandomPack(await temporaryFolder(), shape, seed);
    for (const graph of ['wasm', 'webgpu'] as const) {
      const fidelity = await compareWithCheckpoint(await loadPack(pack), checkpoint, graph);
      expect(beyondLimits(fidelity)).toEqual([]);
      expect(fidelity.maxError).toBeGreaterThan(0);
    }
  },
);

test('what convert wrote into the manifest is what verify finds and prints', async () => {
  const { checkpoint, pack } = await writeRandomPack(await temporaryFolder(), ONE_HEAD, 4);
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await runVerify([pack, '--against', checkpoint]);
  const printed = log.mock.calls.flat().join('\n');
  log.mockRestore();
  const { fidelity } = (await loadPack(pack)).manifest;
  expect(printed).toContain(fidelity?.maxError.toFixed(4));
  expect(printed).toMatch(/KL divergence 0\.\d{5} nats/);
});

test('what is no number is past the limits', () => {
  const figures = { maxError: Number.NaN, meanTotalVariation: 0, flips: 0 };
  expect(beyondLimits(figures)).toEqual(['The largest error is NaN; at most 0.25 is allowed.']);
});

test('a pack of other weights is past the limits', async () => {
  const one = await writeRandomPack(await temporaryFolder(), ONE_HEAD, 1);
  const other = await writeRandomPack(await temporaryFolder(), ONE_HEAD, 2);
  vi.spyOn(console, 'log').mockImplementation(() => {});
  const verifying = runVerify([one.pack, '--against', other.checkpoint]);
  await expect(verifying).rejects.toThrow(/Mean total variation is 0\.\d+; at most 0\.02/);
  await runVerify([
    one.pack,
    '--against',
    other.checkpoint,
    '--max-error',
    '1',
    '--mean-tv',
    '1',
    '--flips',
    '1',
  ]);
  vi.restoreAllMocks();
});

test('without recordings of its shape a pack asks for its checkpoint', async () => {
  const { pack } = await writeRandomPack(await temporaryFolder(), ONE_HEAD, 1);
  await expect(runVerify([pack])).rejects.toThrow(/no recordings.*--against <checkpoint>/);
});

test("a model of GPT-2 small's shape with other weights fails on the recordings, and is told why", async () => {
  const shape = { ...ONE_HEAD, layers: 12, heads: 12, dModel: 24, dInner: 32, vocab: 50_257 };
  const { checkpoint } = await writeRandomPack(await temporaryFolder(), shape, 1);
  const out = join(checkpoint, 'pack');
  await convert(checkpoint, out, { id: 'x', name: 'x', source: 'random' });
  vi.spyOn(console, 'log').mockImplementation(() => {});
  await expect(runVerify([out])).rejects.toThrow(/not GPT-2 small itself, use --against/);
  vi.restoreAllMocks();
});

test('another shape of checkpoint is refused', async () => {
  const one = await writeRandomPack(await temporaryFolder(), ONE_HEAD, 1);
  const wider = { ...ONE_HEAD, dInner: 64 };
  const other = await writeRandomPack(await temporaryFolder(), wider, 1);
  const verifying = runVerify([one.pack, '--against', other.checkpoint]);
  await expect(verifying).rejects.toThrow("its dInner is 64, the pack's is 100");
});

test('a pipe, or a file of a terabyte, in a pack is not read', async () => {
  const { pack } = await writeRandomPack(await temporaryFolder(), ONE_HEAD, 1);
  const file = join(pack, 'layer.00.bin');
  await truncate(file, 2 ** 40);
  await expect(runVerify([pack])).rejects.toThrow(
    /layer\.00\.bin cannot be read: it has 1099511627776/,
  );
  for (const name of ['layer.00.bin', 'manifest.json']) {
    await rm(join(pack, name));
    execFileSync('mkfifo', [join(pack, name)]);
    await expect(runVerify([pack])).rejects.toThrow(/cannot be read.*: it is no file/);
  }
});

test.each<[string, WrongOutput, RegExp]>([
  ['attention of NaN', { attention: Number.NaN }, /attention\.0 has rows that do not sum to 1/],
  ['attention of zeros', { attention: 0 }, /attention\.0 has rows that do not sum to 1/],
  ['attention of sevens', { attention: 7 }, /attention\.0 has rows that do not sum to 1/],
  ['logits of NaN', { logit: Number.NaN }, /logits has values that are not finite/],
  ['one logit', { logits: 1 }, /logits has 1 numbers, not 331/],
])('a pack whose graphs give %s is refused', async (_, wrong, problem) => {
  const { pack: folder } = await writeRandomPack(await temporaryFolder(), ONE_HEAD, 1);
  const pack = await loadPack(folder);
  const graphs = { ...pack.graphs, wasm: wrongGraphs(ONE_HEAD, wrong) };
  const session = await openPack({ ...pack, graphs });
  await expect(session.run([1, 2, 3])).rejects.toThrow(problem);
  await expect(session.run([1, 2, 3])).rejects.toThrow(PackError);
  await session.release();
});

test('a manifest that is nested very deep is refused in words', async () => {
  const { pack } = await writeRandomPack(await temporaryFolder(), ONE_HEAD, 1);
  await writeFile(join(pack, 'manifest.json'), '['.repeat(1e6));
  await expect(runVerify([pack])).rejects.toThrow('it is nested more than 100 times');
});

test('a file that was changed is named', async () => {
  const { pack } = await writeRandomPack(await temporaryFolder(), ONE_HEAD, 1);
  const file = join(pack, 'layer.00.bin');
  const bytes = await readFile(file);
  bytes[7] = (bytes[7] ?? 0) ^ 1;
  await writeFile(file, bytes);
  await expect(runVerify([pack])).rejects.toThrow(/layer\.00\.bin is not the file its manifest/);
});

test.each([
  [[], /one pack folder/],
  [['pack', '--graph', 'webnn'], /"webnn"; wasm or webgpu/],
  [['pack', '--max-error', 'much'], /--max-error is "much"/],
])('refuses %s', async (args, message) => {
  await expect(runVerify(args)).rejects.toThrow(message);
});
