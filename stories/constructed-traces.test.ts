import { expect, test } from 'vitest';
import { encodeTrace, parseTrace, type Trace } from '../src/runtime/trace/index.js';
import { bothWays, captionAndPicture, hebrew, unicorn } from './constructed-traces.js';

/** Position of the key that `query` looks at most. */
function topKey(trace: Trace, layer: number, head: number, query: number): number {
  const keys = trace.keys.length;
  const row = trace.attention(layer, head).slice(query * keys, (query + 1) * keys);
  return row.indexOf(Math.max(...row));
}

test.each([
  ['unicorn', unicorn],
  ['hebrew', hebrew],
  ['bothWays', bothWays],
  ['captionAndPicture', captionAndPicture],
])('%s is a valid trace, the same every time, and says that it is constructed', (_, make) => {
  const file = encodeTrace(make());
  expect(parseTrace(file).provenance.kind).toBe('constructed');
  expect(encodeTrace(make())).toEqual(file);
});

test('the text of the causal ones is what their tokens spell', () => {
  for (const { text, tokens } of [unicorn(), hebrew()]) {
    const bytes = tokens.map((token) =>
      'text' in token ? Buffer.from(token.text) : Buffer.from(token.bytes, 'hex'),
    );
    expect(Buffer.concat(bytes).toString()).toBe(text);
  }
});

test('the heads do what the stories say of them', () => {
  const split = unicorn();
  expect(topKey(split, 0, 2, 6), '"berries" gathers "blue"').toBe(5);
  expect(topKey(split, 0, 1, 10), 'the second unicorn finds the first').toBe(1);
  expect(topKey(split, 1, 0, 13), 'the second "eats" looks past the first').toBe(5);
  expect(topKey(hebrew(), 0, 1, 8), 'the same word again').toBe(0);
  expect(topKey(hebrew(), 0, 2, 5), 'the rest of a split word').toBe(4);
  const bert = bothWays();
  expect(topKey(bert, 0, 0, 3), 'the next token').toBe(4);
  expect(topKey(bert, 1, 1, 3), 'the separator').toBe(16);
  expect(topKey(bert, 2, 0, 11), '"it" stands for "trophy"').toBe(2);
  expect(topKey(bert, 2, 2, 2), 'the verb of "trophy"').toBe(5);
  expect([6, 7], 'the dog is at the bottom').toContain(topKey(captionAndPicture(), 0, 0, 1));
  expect(topKey(captionAndPicture(), 1, 0, 4), 'all rest on one corner').toBe(0);
});
