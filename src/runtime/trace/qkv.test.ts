import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { encodeTrace, parseTrace, parseTraceText, readQkv, type Trace } from './index.js';
import { randomTrace } from './testing/random-trace.js';

const traces = new URL('../../../traces/', import.meta.url);
let trace: Trace;
let file: ArrayBuffer;

beforeAll(async () => {
  trace = parseTraceText(await readFile(new URL('john-smith.json', traces), 'utf8'));
  const bytes = await readFile(new URL('john-smith.qkv.bin', traces));
  file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
});

test('softmax(q.k / 8) of the recorded vectors is the recorded attention, in all 144 heads', () => {
  const vectors = readQkv(trace, file);
  let worst = 0;
  for (let layer = 0; layer < 12; layer++) {
    for (let head = 0; head < 12; head++) {
      const q = vectors.vectors('q', layer, head);
      const k = vectors.vectors('k', layer, head);
      const attention = trace.attention(layer, head);
      for (let query = 0; query < 9; query++) {
        const weights = Array.from({ length: query + 1 }, (_, key) => {
          let score = 0;
          for (let d = 0; d < 64; d++) score += (q[query * 64 + d] ?? 0) * (k[key * 64 + d] ?? 0);
          return Math.exp(score / 8);
        });
        const sum = weights.reduce((total, weight) => total + weight, 0);
        weights.forEach((weight, key) => {
          worst = Math.max(worst, Math.abs(weight / sum - (attention[query * 9 + key] ?? 0)));
        });
      }
    }
  }
  expect(worst).toBeLessThan(0.01);
});

test('what is not there is refused by name', () => {
  const vectors = readQkv(trace, file);
  expect(() => vectors.vectors('v', 0, 0)).toThrow(/qkv.parts has no "v"/);
  expect(() => vectors.vectors('q', 12, 0)).toThrow(/no head 12\.0/);
  expect(() => readQkv(trace, file.slice(2))).toThrow(/331774 bytes; 331776 were expected/);
  expect(() => readQkv(randomTrace(), file)).toThrow(/no vectors were recorded/);
});

test('a file can hold the vectors of some heads only', () => {
  const some = parseTrace({
    ...encodeTrace(trace),
    qkv: { url: 'some.bin', encoding: 'f16', parts: ['q'], heads: ['4.11', '0.2'] },
  });
  const halves = new Uint16Array(2 * 9 * 64);
  halves[9 * 64] = 0x3c00;
  const vectors = readQkv(some, halves.buffer);
  expect(vectors.vectors('q', 0, 2)[0]).toBe(1);
  expect(vectors.vectors('q', 4, 11)[0]).toBe(0);
  expect(() => vectors.vectors('q', 0, 0)).toThrow(/no head 0\.0/);
});

test.each([['12.0'], ['0.12'], ['01.1'], ['five']])('"%s" is no head of twelve layers', (head) => {
  const file = {
    ...encodeTrace(trace),
    qkv: { url: 'some.bin', encoding: 'f16', parts: ['q'], heads: [head] },
  };
  expect(() => parseTrace(file)).toThrow(/qkv\.heads\[0\] must name a head/);
});
