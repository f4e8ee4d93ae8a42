import { expect, test } from 'vitest';
import { BYTE_LETTERS } from '../../packs/byte-letters.js';
import { readTokenizerFile } from './read-tokenizer-file.js';

const tokens = [...BYTE_LETTERS, 'ab', 'Ġab', '<s>', null, '<s>x'];
const file = {
  format: 'attention-tokenizer@1',
  tokens,
  merges: [97, 98, 32, 256],
  special: [[258], [260]],
};
/** In the order of bytes, so that an id below 256 is its byte. */
const read = (changes: object) =>
  readTokenizerFile(new TextEncoder().encode(JSON.stringify({ ...file, ...changes })));

test('joins bytes to tokens, the first join first', () => {
  expect(read({}).encode('ab ab')).toEqual([256, 257]);
  expect(read({ merges: [97, 98] }).encode(' ab')).toEqual([32, 256]);
});

test('special tokens of the second group are found in what the first has left', () => {
  expect(read({}).encode('a<s>x<s>')).toEqual([97, 258, 120, 258]);
  expect(read({ special: [[260], [258]] }).encode('a<s>x<s>')).toEqual([97, 260, 258]);
  expect(read({ special: [[258, 260]] }).encode('a<s>x<s>')).toEqual([97, 260, 258]);
  expect(read({ special: [] }).encode('<s>')).toEqual([60, 115, 62]);
});

test('an id without a token is named by its number', () => {
  expect(read({}).traceToken(259)).toEqual({ id: 259, text: '#259' });
  expect(read({}).decode([258, 259, 300, 97])).toBe('<s>#259#300a');
});

test('long texts of one kind take no longer than with GPT-2', () => {
  expect(read({}).encode('ab'.repeat(50_000))).toHaveLength(50_000);
});

test.each<[changes: object, words: string]>([
  [{ format: 'attention-tokenizer@2' }, 'is not of the format attention-tokenizer@1'],
  [{ tokens: 'abc' }, 'tokens that are not texts'],
  [{ tokens: [...tokens, ''] }, 'tokens that are not texts'],
  [{ tokens: tokens.slice(1), special: [] }, 'no token for some byte'],
  [{ merges: [97] }, 'no pairs of ids'],
  [{ merges: [97, 99] }, 'joins tokens that it does not have, at 0'],
  [{ merges: [97, 98, 97, 1e9] }, 'joins tokens that it does not have, at 1'],
  [{ special: [[259]] }, 'special tokens without a text'],
  [{ special: [258] }, 'special tokens without a text'],
  [{ special: [Array(5000).fill(258)] }, '5000 special tokens'],
])('refuses a file for its fault %#', (changes, words) => {
  expect(() => read(changes)).toThrow(
    expect.objectContaining({ code: 'bad-manifest', message: expect.stringContaining(words) }),
  );
});

test.each([['{'], ['null'], ['[]']])('refuses the file %s', (text) => {
  expect(() => readTokenizerFile(new TextEncoder().encode(text))).toThrow(
    expect.objectContaining({ code: 'bad-manifest' }),
  );
});
