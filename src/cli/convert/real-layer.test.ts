// A layer of the real GPT-2 small gives the attention that was recorded from it.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runReference } from '../../runtime/testing/reference-gpt2.js';
import { compareAttention } from '../verify/compare-attention.js';
import { readExpected, runLayer } from './testing/real-layer.js';
import { referenceCheckpoint } from './testing/reference-checkpoint.js';
import { temporaryFolder } from './testing/temporary-folder.js';

const FOLDER = fileURLToPath(new URL('../../../tests/fixtures/gpt2-layer-08', import.meta.url));

test('the reference forward pass gives the recorded attention', { timeout: 60_000 }, async () => {
  const { ids, attention } = await readExpected(FOLDER);
  const weights = await referenceCheckpoint(FOLDER);
  const [found = []] = runReference(weights, ids).attention;
  expect(compareAttention(found, attention, ids.length).maxError).toBeLessThan(3e-3);
});

// What row8 costs: without it .0025, with activations in one byte about .1.
test.for(['wasm', 'webgpu'] as const)(
  'the %s graph gives the recorded attention to .035',
  { timeout: 60_000 },
  async (graph) => {
    const { ids, attention } = await readExpected(FOLDER);
    const pack = join(await temporaryFolder(), 'pack');
    const difference = compareAttention(
      await runLayer(FOLDER, pack, ids, graph),
      attention,
      ids.length,
    );
    expect(difference.maxError).toBeLessThan(0.035);
    expect(difference.meanTotalVariation).toBeLessThan(0.004);
    expect(difference.topKeyFlips).toBe(0);
  },
);
