// cspell:ignore Ägypten

import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/r50k_base';
import { expect, test } from 'vitest';
import type { TraceToken } from '../../trace/format.js';
import { gpt2Tokenizer } from './gpt2-tokenizer.js';
import { wellFormed } from './tokenizer.js';

const utf8 = new TextEncoder();

function bytesOf(tokens: readonly TraceToken[]): number[] {
  return tokens.flatMap((token) =>
    'text' in token
      ? [...utf8.encode(token.text)]
      : (token.bytes.match(/../g) ?? []).map((hex) => Number.parseInt(hex, 16)),
  );
}

function expectByteForByte(text: string): void {
  const { text: spelt, tokens, truncated } = gpt2Tokenizer.tokenize(text, Number.POSITIVE_INFINITY);
  const bytes = utf8.encode(text);
  expect(bytesOf(tokens).join()).toBe(bytes.join());
  expect(spelt).toBe(wellFormed(text));
  expect(truncated).toBeUndefined();
}

test("gives GPT-2's own ids", () => {
  expect(gpt2Tokenizer.encode('Hello world')).toEqual([15496, 995]);
  expect(gpt2Tokenizer.encode('The dog on the ship ran off, and the dog')).toEqual([
    464, 3290, 319, 262, 4074, 4966, 572, 11, 290, 262, 3290,
  ]);
});

test.each([
  ['nothing', ''],
  ['only spaces', '     '],
  [
    '10,000 different characters',
    Array.from({ length: 10_000 }, (_, i) => `w${i % 97} `)
      .join('')
      .slice(0, 10_000),
  ],
  ['10,000 of one letter', 'x'.repeat(10_000)],
  ['100,000 of one letter', 'x'.repeat(100_000)],
  ['100,000 spaces', ' '.repeat(100_000)],
  ['50,000 emoji', '🐕'.repeat(50_000)],
  ['a lone high surrogate', 'a\ud83d b'],
  ['a lone low surrogate at the end', 'a\udc00'],
  ['right to left', 'שלום עולם، مرحبا'],
  ['an emoji of four people joined', '👨‍👩‍👧‍👦!'],
  ['combining marks', 'e\u0301\u0323 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢'],
  ['a byte order mark', '\ufeffa\ufeff \ufeff'],
  ['control characters', '\0\x01\r\n\t\x7f\u2028'],
])('tokens and text agree byte for byte: %s', (_name, text) => {
  expectByteForByte(text);
});

test('only words of more than 1,000 letters are cut for it', () => {
  const word = 'ab'.repeat(450);
  const text = `${word} ${word}.${word}`;
  expect(gpt2Tokenizer.encode(text)).toEqual(encode(text));
});

test('tokens and text agree byte for byte for any text', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary' }),
    // Any UTF-16 code units: half of the surrogates come out alone.
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    fc.constantFrom('<|endoftext|>', '<|endof', '👩🏽‍🚀', ' ', '\n\n', "'s", '\ufeff'),
  );
  fc.assert(
    fc.property(
      fc.array(unit).map((parts) => parts.join('')),
      expectByteForByte,
    ),
    { numRuns: 200 },
  );
}, 30_000);

test('ids are those of gpt-tokenizer for any text without the characters that it takes for white space or not', () => {
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        'the dog',
        " don't",
        '  ',
        '\n\n',
        ' 2024',
        '\u3000',
        'def f(x):\n    return x',
        '漢字',
        '🐕',
      ),
    ),
  );
  fc.assert(
    fc.property(texts, (parts) => {
      const text = parts.join('').replace(/[\ufeff\u0085]/g, '');
      expect(gpt2Tokenizer.encode(text)).toEqual(encode(text, { disallowedSpecial: new Set() }));
    }),
    { numRuns: 2000 },
  );
}, 30_000);

test('<|endoftext|> is the special token, wherever it stands', () => {
  expect(
    gpt2Tokenizer.encode('<|endoftext|>Hi<|endoftext|><|endoftext|> there<|endoftext|>'),
  ).toEqual([50256, 17250, 50256, 50256, 612, 50256]);
  expectByteForByte('a<|endoftext|>b<|endoftext|>');
  expect(gpt2Tokenizer.encode('<|endoftext')).not.toContain(50256);
});

test('lone surrogates become U+FFFD', () => {
  expect(gpt2Tokenizer.tokenize('a\ud83d', 10).text).toBe('a\ufffd');
});

test('a token that holds a part of a character carries its bytes', () => {
  const { tokens } = gpt2Tokenizer.tokenize('👩', 10);
  expect(tokens.length).toBeGreaterThan(1);
  expect(tokens.every((token) => 'bytes' in token)).toBe(true);
  expect(gpt2Tokenizer.label(tokens[0]?.id ?? 0)).toContain('\ufffd');
});

test('cuts a long text and says so', () => {
  const { text, tokens, ids, truncated } = gpt2Tokenizer.tokenize('one two three four', 2);
  expect(text).toBe('one two');
  expect(tokens.map((token) => 'text' in token && token.text)).toEqual(['one', ' two']);
  expect(ids).toHaveLength(2);
  expect(truncated).toEqual({ kept: 2, total: 4 });
});

test('never cuts within a character', () => {
  const text = `a${'👩'.repeat(20)}`;
  for (let most = 1; most < 40; most++) {
    const cut = gpt2Tokenizer.tokenize(text, most);
    if (most > 3) expect(text.startsWith(cut.text)).toBe(true);
    expect(cut.tokens.length).toBeLessThanOrEqual(most);
  }
});

test('refuses a text that would take seconds', () => {
  expect(() => gpt2Tokenizer.encode('x'.repeat(100_001))).toThrow(
    expect.objectContaining({ code: 'text-too-long' }),
  );
});

test('an id that GPT-2 has no token for is named by its number', () => {
  expect(gpt2Tokenizer.label(50_257)).toBe('#50257');
  expect(gpt2Tokenizer.traceToken(50_257)).toEqual({ id: 50_257, text: '#50257' });
  expect(gpt2Tokenizer.decode([464, 50_300, 3290])).toBe('The#50300 dog');
});

test('ids spell their text again', () => {
  expect(gpt2Tokenizer.decode(gpt2Tokenizer.encode('Ägypten 👩 <|endoftext|>'))).toBe(
    'Ägypten 👩 <|endoftext|>',
  );
});
