import { expect, test } from 'vitest';
import { Trace } from '../trace/index.js';
import { FINDERS, probeIds, runProbe } from './index.js';

const [previous, induction] = ['previous', 'induction'].map((id) =>
  FINDERS.find((one) => one.id === id),
) as [(typeof FINDERS)[number], (typeof FINDERS)[number]];

/** A model of two heads: 0.0 reads the token before, 0.1 what came after an earlier copy, and both else the first token. */
async function run(ids: readonly number[]): Promise<Trace> {
  const header = {
    model: { id: 'two', name: 'two heads', layers: 1, heads: 2 },
    text: '',
    tokens: ids.map((id) => ({ id, text: ` ${id}` })),
    causal: true,
    provenance: { kind: 'constructed', source: 'a test' },
  } as const;
  return new Trace(header, (_, head) => {
    const weights = new Float32Array(ids.length ** 2);
    ids.forEach((id, query) => {
      const earlier = ids.indexOf(id);
      const key = head === 0 ? Math.max(0, query - 1) : earlier < query ? earlier + 1 : 0;
      weights[query * ids.length + key] = 1;
    });
    return weights;
  });
}

test('a probe is the same different tokens twice, by its seed', () => {
  const ids = probeIds(7, 30);
  expect(ids).toHaveLength(60);
  expect(ids.slice(30)).toEqual(ids.slice(0, 30));
  expect(new Set(ids).size).toBe(30);
  expect(probeIds(7, 30)).toEqual(ids);
  expect(probeIds(8, 30)).not.toEqual(ids);
  expect(Math.max(...probeIds(1, 8, 9))).toBeLessThan(9);
  // GPT-2's own vocabulary has <|endoftext|> at its end, which starts a text anew.
  expect(probeIds(7, 30, 50257)).toEqual(ids);
});

test('heads are told apart by what they do on it, with mean and spread over the seeds', async () => {
  const seen: number[] = [];
  const onProgress = (done: number) => seen.push(done);
  const result = await runProbe(run, [previous, induction], { seeds: [1, 2, 3], onProgress });
  expect(seen).toEqual([0, 1, 2]);
  const scores = (id: string) => result.scores.get(id)?.map(({ score }) => score.toFixed(2));
  expect(scores('previous')?.[0]).toBe('1.00');
  expect(scores('induction')).toEqual(['0.00', '1.00']);
  expect(result.scores.get('previous')?.[0]?.spread).toBe(0);
  expect(result.trace.tokens).toHaveLength(60);
});

test('what the runner throws goes through', async () => {
  const fail = () => Promise.reject(new Error('out of memory'));
  await expect(runProbe(fail, [previous])).rejects.toThrow('out of memory');
});
