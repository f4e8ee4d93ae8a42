// The tiny model as it is shipped: its heads do what its README says.

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareAttention } from '../../convert/fidelity/compare-attention.js';
import type { PackSession } from '../../convert/fidelity/pack-session.js';
import { packWeights } from '../../convert/testing/pack-weights.js';
import { randomNumbers } from '../../convert/testing/random-checkpoint.js';
import { packFiles } from '../../runtime/packs/pack-files.js';
import { runReference } from '../../runtime/testing/reference-gpt2.js';
import { type LoadedPack, loadPack, openPack } from '../verify/run-pack.js';
import { fileHashes } from './testing/file-hashes.js';

const FOLDER = fileURLToPath(new URL('../../../models/tiny', import.meta.url));

/** GPT-2 ids of "The dog on the ship ran off, and the dog". */
const DOG = [464, 3290, 319, 262, 4074, 4966, 572, 11, 290, 262, 3290];

const REPEAT = 30;
const SEQUENCES = 20;

let pack: LoadedPack;
let session: PackSession;

beforeAll(async () => {
  pack = await loadPack(FOLDER);
  session = await openPack(pack);
}, 60_000);

afterAll(() => session.release());

test('its files are those its manifest lists', async () => {
  const hashes = await fileHashes(FOLDER);
  for (const { path, sha256 } of packFiles(pack.manifest)) expect(hashes[path]).toBe(sha256);
  expect(pack.manifest).toMatchObject({ id: 'tiny', name: 'tiny demo model', tokenizer: 'gpt2' });
});

test('its graphs compute what the reference computes', { timeout: 60_000 }, async () => {
  const reference = runReference(packWeights(pack), DOG, { activations: 'quantised' });
  const run = await session.run(DOG);
  for (const [layer, attention] of run.attention.entries()) {
    const expected = reference.attention[layer] ?? [];
    expect(compareAttention(attention, expected, DOG.length).maxError).toBeLessThan(5e-3);
  }
  const [best] = topIds(run.logits);
  expect(best).toBe(topIds(reference.logits)[0]);
});

// The probabilities are the checkpoint's own, from a float64 pass in another language.
test('it continues the dog\'s text with " was", and next with " on", which followed the first dog', async () => {
  const { logits } = await session.run(DOG);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
  const next = topIds(logits).slice(0, 2);
  expect(next).toEqual([373, 319]);
  expect(next.map((id) => Math.exp(logits[id] ?? 0) / sum)).toEqual([
    expect.closeTo(0.076, 2),
    expect.closeTo(0.052, 2),
  ]);
});

test('0.0 is its previous-token head, layer 1 its induction heads', {
  timeout: 60_000,
}, async () => {
  const scores = await probe();
  const [previous, ...otherPrevious] = ranked(scores, 'previous');
  expect(previous?.head).toBe('0.0');
  expect(previous?.score).toBeGreaterThan(0.8);
  expect(otherPrevious[0]?.score).toBeLessThan(0.2);

  const induction = ranked(scores, 'induction');
  const best = induction.slice(0, 4);
  expect(best.map(({ head }) => head).sort()).toEqual(['1.0', '1.1', '1.2', '1.3']);
  expect(best.every(({ score }) => score > 0.75)).toBe(true);
  expect(induction[4]?.score).toBeLessThan(0.2);
});

function topIds(logits: Float32Array | Float64Array): number[] {
  const ids = Array.from(logits.keys());
  return ids.sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0)).slice(0, 5);
}

interface HeadScores {
  readonly head: string;
  /** Mean A[q][q-1] over queries from 1 on. */
  previous: number;
  /** Mean A[q][k+1] over the second half, where token k is the first occurrence of token q. */
  induction: number;
}

/** Mean scores of every head on random tokens said twice. */
async function probe(): Promise<HeadScores[]> {
  const { layers, heads } = pack.manifest.architecture;
  const scores = Array.from({ length: layers * heads }, (_, at) => ({
    head: `${Math.floor(at / heads)}.${at % heads}`,
    previous: 0,
    induction: 0,
  }));
  const random = randomNumbers(2024);
  const length = 2 * REPEAT;
  for (let sequence = 0; sequence < SEQUENCES; sequence++) {
    const once = Array.from({ length: REPEAT }, () => Math.floor(50_256 * random()));
    const { attention } = await session.run([...once, ...once]);
    for (const [at, score] of scores.entries()) {
      const matrix = attention[Math.floor(at / heads)] ?? [];
      const weight = (query: number, key: number) =>
        matrix[((at % heads) * length + query) * length + key] ?? 0;
      for (let query = 1; query < length; query++) {
        score.previous += weight(query, query - 1) / ((length - 1) * SEQUENCES);
        if (query >= REPEAT)
          score.induction += weight(query, query - REPEAT + 1) / (REPEAT * SEQUENCES);
      }
    }
  }
  return scores;
}

function ranked(scores: readonly HeadScores[], by: 'previous' | 'induction') {
  return scores
    .map((each) => ({ head: each.head, score: each[by] }))
    .sort((a, b) => b.score - a.score);
}
