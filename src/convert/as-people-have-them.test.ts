// Checkpoints that transformers and others made, in the shapes in which people have them: what we compute of them is what
// transformers' GPT2LMHeadModel computes. How they were made: tests/fixtures/transformers/README.md.

import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openCheckpointFolder } from '../cli/convert/checkpoint-folder.js';
import { convert } from '../cli/convert/convert.js';
import { FLOAT_ENGINE } from '../cli/convert/float-engine.js';
import { temporaryFolder } from '../cli/convert/testing/temporary-folder.js';
import { loadPack, openPack } from '../cli/verify/run-pack.js';
import { compareAttention } from './fidelity/compare-attention.js';
import { LIMITS } from './fidelity/limits.js';
import { runFloat } from './float/float-pass.js';

const FOLDER = fileURLToPath(new URL('../../tests/fixtures/transformers', import.meta.url));

interface Expected {
  readonly ids: readonly number[];
  /** Per layer [H,T,T]. */
  readonly attention: readonly (readonly number[])[];
  /** [V], of the last position. */
  readonly logits: readonly number[];
}

const FIXTURES = readdirSync(FOLDER).filter((name) =>
  existsSync(join(FOLDER, name, 'expected.json')),
);

async function expected(name: string): Promise<Expected> {
  return JSON.parse(await readFile(join(FOLDER, name, 'expected.json'), 'utf8'));
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (x, at) => Math.abs(x - (b[at] ?? Number.NaN))));
}

test('there are as many as there were made', () => {
  expect(FIXTURES).toHaveLength(18);
});

describe.each(FIXTURES)('%s', (name) => {
  test('our float32 pass is that of transformers', async () => {
    const checkpoint = await openCheckpointFolder(join(FOLDER, name));
    onTestFinished(() => checkpoint.close());
    const { ids, attention, logits } = await expected(name);
    const [run] = await runFloat(checkpoint, [ids], FLOAT_ENGINE);
    expect(run?.attention).toHaveLength(attention.length);
    for (const [layer, weights] of attention.entries()) {
      expect(largestDifference(run?.attention[layer] ?? [], weights)).toBeLessThan(1e-4);
    }
    expect(largestDifference(run?.logits ?? [], logits)).toBeLessThan(1e-4);
  });

  test('so is its pack, rounded, on both devices', async () => {
    const out = join(await temporaryFolder(), 'pack');
    await convert(join(FOLDER, name), out, {
      ...{ id: name, name, source: 'made for this test', tokenizer: 'none' },
    });
    const pack = await loadPack(out);
    const { ids, attention } = await expected(name);
    for (const device of ['wasm', 'webgpu'] as const) {
      const session = await openPack(pack, device);
      const run = await session.run(ids);
      await session.release();
      for (const [layer, weights] of attention.entries()) {
        const found = compareAttention(run.attention[layer] ?? [], weights, ids.length);
        expect(found.maxError).toBeLessThan(LIMITS.maxError);
        expect(found.meanTotalVariation).toBeLessThan(LIMITS.meanTotalVariation);
      }
    }
  });
});

test('the exact GELU and its approximation are told apart', async () => {
  const [exact, approximate] = [await expected('gelu'), await expected('gelu-fast')];
  expect(largestDifference(exact.logits, approximate.logits)).toBeGreaterThan(5e-4);
});

test.for([
  ['relu', 'config', /activation_function is "relu"; "gelu_new", .* or "gelu_python" was expected/],
  ['gelu-10', 'config', /activation_function is "gelu_10"/],
  ['quick-gelu', 'config', /activation_function is "quick_gelu"/],
  ['lora', 'safetensors', /is an adapter \(LoRA\).*merge_and_unload\(\)\.save_pretrained\(/],
  [
    'bitsandbytes-int8',
    'config',
    /quantised by bitsandbytes.*Convert the model that it was made from.*dequantize\(\)/,
  ],
  ['gptq-int4', 'config', /quantised by gptq.*Convert the model that it was made from/],
] as const)('%s is refused, with what to do', async ([name, code, message]) => {
  const opening = openCheckpointFolder(join(FOLDER, name));
  await expect(opening).rejects.toThrow(message);
  await expect(opening).rejects.toMatchObject({ code });
});
