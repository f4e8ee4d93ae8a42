// Every code point is cut off and encoded as Hugging Face's tokenizers does it with GPT-2's vocabulary: `make_fixtures.py` says how
// the files came about.

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { gpt2Tokenizer } from './gpt2-tokenizer.js';
import points from './testing/code-points.json' with { type: 'json' };
import texts from './testing/texts.json' with { type: 'json' };
import { splitWords } from './words.js';

const LAST = 0x10ffff;
const isSurrogate = (code: number) => code >= 0xd800 && code < 0xe000;

/** L, N, S (white space), O (other): as the words around it tell. */
function kindOf(character: string): string {
  const count = (text: string) => splitWords(text).length;
  if (count(`a${character}b`) === 1) return 'L';
  if (count(`1${character}2`) === 1) return 'N';
  return count(`.${character};`) > 1 ? 'S' : 'O';
}

test('every code point is a letter, a digit, white space or another sign, as it is there', () => {
  const wrong: string[] = [];
  let code = 0;
  for (const [, kind, length] of points.kinds.matchAll(/([A-Z])([0-9a-z]+)/g)) {
    const end = code + Number.parseInt(length ?? '', 36);
    for (; code < end; code++) {
      // What Unicode has had since is what this engine's Unicode says.
      if (kind === 'U' || isSurrogate(code)) continue;
      const found = kindOf(String.fromCodePoint(code));
      if (found !== kind) wrong.push(`U+${code.toString(16)} is ${found}, not ${kind}`);
    }
  }
  expect(code).toBe(LAST + 1);
  expect(wrong).toEqual([]);
}, 30_000);

test('every code point has the same ids', () => {
  const wrong: string[] = [];
  for (const [index, expected] of points.blocks.entries()) {
    const begin = index * points.block;
    let ids: number[] = [];
    for (let code = begin; code < begin + points.block; code += 1024) {
      let text = '';
      for (let each = code; each < code + 1024; each++) {
        if (!isSurrogate(each)) text += `\n${String.fromCodePoint(each)}`;
      }
      ids = ids.concat(gpt2Tokenizer.encode(text));
    }
    const hash = createHash('sha256').update(Uint16Array.from(ids)).digest('hex').slice(0, 16);
    if (hash !== expected) wrong.push(`from U+${begin.toString(16)} on`);
  }
  expect(wrong).toEqual([]);
}, 60_000);

test('white space and what only looks like it, in many places', () => {
  for (const [text, ids] of texts as [string, number[]][]) {
    expect([text, gpt2Tokenizer.encode(text)]).toEqual([text, ids]);
  }
});
