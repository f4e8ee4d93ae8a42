// Tokens before a model is loaded. What takes a model is tested in a browser: page/engine.browser.test.ts.

import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { BYTE_LETTERS } from '../packs/byte-letters.js';
import type { RemoteFile } from '../wire/protocol.js';
import { EngineHost } from './host.js';

afterEach(() => vi.unstubAllGlobals());

const bytes = new TextEncoder().encode(
  JSON.stringify({
    format: 'attention-tokenizer@1',
    tokens: [...BYTE_LETTERS, 'ab'],
    merges: [97, 98],
    special: [],
  }),
);
const tokenizerFile: RemoteFile = {
  url: 'https://models.example/tokenizer.json',
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};
const call = { maxTokens: 9, request: {} };

test("GPT-2's tokens need no file", async () => {
  const fetch = vi.fn();
  vi.stubGlobal('fetch', fetch);
  const { tokens } = await new EngineHost().tokenize({ ...call, text: 'ab', tokenizer: 'gpt2' });
  expect(tokens).toEqual([{ id: 397, text: 'ab' }]);
  expect(fetch).not.toHaveBeenCalled();
});

test('a tokenizer of its own is fetched once for all texts, and again after a failure', async () => {
  const answers = [new Response('', { status: 404 }), new Response(bytes)];
  const fetch = vi.fn(async () => answers.shift());
  vi.stubGlobal('fetch', fetch);
  const host = new EngineHost();
  const tokenize = (text: string) =>
    host.tokenize({ ...call, text, tokenizer: 'bpe', tokenizerFile });
  await expect(tokenize('ab')).rejects.toMatchObject({ code: 'file-unreachable' });
  const [one, other] = await Promise.all([tokenize('ab'), tokenize('ba')]);
  expect([one.tokens, other.tokens]).toEqual([
    [{ id: 256, text: 'ab' }],
    [
      { id: 98, text: 'b' },
      { id: 97, text: 'a' },
    ],
  ]);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test('a model that takes ids only has no tokens for a text', async () => {
  const reading = new EngineHost().tokenize({ ...call, text: 'ab', tokenizer: 'none' });
  await expect(reading).rejects.toMatchObject({ code: 'no-tokenizer' });
});
