import { expect, test } from 'vitest';
import { readInput } from './read-input.js';
import { gpt2Tokenizer } from './tokenizer/gpt2-tokenizer.js';

const VOCABULARY = 50_304;

test('ids that GPT-2 has no token for are named by their number, in tokens and in the text', () => {
  const input = readInput({ ids: [464, 50_257], maxTokens: 9 }, VOCABULARY, gpt2Tokenizer);
  expect(input).toMatchObject({
    ids: [464, 50_257],
    text: 'The#50257',
    tokens: [{ text: 'The' }, { id: 50_257, text: '#50257' }],
  });
});

test('without a tokenizer all ids are, and there is no text', () => {
  const input = readInput({ ids: [464, 3], maxTokens: 1 }, VOCABULARY, undefined);
  expect(input).toMatchObject({ ids: [464], text: '', tokens: [{ text: '#464' }] });
  expect(input.truncated).toEqual({ kept: 1, total: 2 });
});

test.each<[input: { text?: string; ids?: number[] }, code: string]>([
  [{ ids: [VOCABULARY] }, 'bad-ids'],
  [{ ids: [-1] }, 'bad-ids'],
  [{ ids: [] }, 'empty-text'],
  [{ text: '' }, 'empty-text'],
  [{ text: 'x'.repeat(100_001) }, 'text-too-long'],
])('refuses %#', (input, code) => {
  const reading = () => readInput({ ...input, maxTokens: 9 }, VOCABULARY, gpt2Tokenizer);
  expect(reading).toThrow(expect.objectContaining({ code }));
});

test('a tokenizer with tokens that the model has no ids for is found out before it runs', () => {
  const reading = () => readInput({ text: ' dogs', maxTokens: 9 }, 331, gpt2Tokenizer);
  expect(reading).toThrow(expect.objectContaining({ code: 'bad-manifest' }));
});
