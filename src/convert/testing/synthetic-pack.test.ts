import { expect, test } from 'vitest';
import { fileHashes } from '../../cli/convert/testing/file-hashes.js';
import { temporaryFolder } from '../../cli/convert/testing/temporary-folder.js';
import { loadPack, openPack } from '../../cli/verify/run-pack.js';
import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { writeSyntheticPack } from './synthetic-pack.js';

const SHAPE: ModelArchitecture = {
  ...{ layers: 3, heads: 2, dModel: 40, dInner: 100, vocab: 301, context: 64 },
  layerNormEpsilon: 1e-5,
};

test.each(['wasm', 'webgpu'] as const)(
  'a synthetic pack runs on the graphs for %s, and every layer looks somewhere else',
  async (device) => {
    const folder = await temporaryFolder();
    await writeSyntheticPack(folder, SHAPE, { tokenizer: 'none' });
    const session = await openPack(await loadPack(folder), device);
    const T = 32;
    const { attention, logits } = await session.run(Array.from({ length: T }, (_, at) => 7 * at));
    await session.release();
    expect(logits.every(Number.isFinite)).toBe(true);
    const strongest = attention.map((weights) => {
      const last = weights.subarray(T * (T - 1), T * T);
      return [Math.max(...last), last.indexOf(Math.max(...last))] as const;
    });
    // Neither the same for all nor all on one, of 32 tokens.
    for (const [weight] of strongest) expect(weight).toBeGreaterThan(2 / T);
    for (const [weight] of strongest) expect(weight).toBeLessThan(0.9);
    expect(new Set(strongest.map(([, key]) => key)).size).toBeGreaterThan(1);
  },
);

test('the same seed gives the same bytes, another one others', async () => {
  const folders = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
  for (const [index, folder] of folders.entries()) {
    const seed = index < 2 ? 1 : 2;
    await writeSyntheticPack(folder, SHAPE, { seed, tokenizer: 'none' });
  }
  const [one, same, other] = await Promise.all(folders.map(fileHashes));
  expect(same).toEqual(one);
  expect(other?.['layer.00.bin']).not.toBe(one?.['layer.00.bin']);
  expect(other?.['block.wasm.onnx']).toBe(one?.['block.wasm.onnx']);
});
