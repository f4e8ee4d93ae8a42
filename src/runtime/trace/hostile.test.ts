// Files that are broken, or made to hurt: each is refused with a message that names the field.

import { describe, expect, test } from 'vitest';
import { bytesToBase64 } from './base64.js';
import { encodeTrace, parseTrace, parseTraceText, TraceError } from './index.js';
import { randomTrace } from './testing/random-trace.js';

type Json = Record<string, unknown>;

const good = () => JSON.parse(JSON.stringify(encodeTrace(randomTrace({ queries: 4 })))) as Json;

const withAttention = (
  change: (data: string) => unknown,
  encoding: 'u8-sqrt' | 'f32' = 'u8-sqrt',
) => {
  const file = encodeTrace(randomTrace({ queries: 4 }), encoding);
  return { ...file, attention: { encoding, data: change(file.attention.data) } };
};

const floats = (...values: number[]) =>
  bytesToBase64(new Uint8Array(Float32Array.of(...values).buffer));

/** A one-head trace of two tokens with these float32 weights: row 0, then row 1. */
const tiny = (...values: [number, number, number]) => ({
  ...encodeTrace(randomTrace({ layers: 1, heads: 1, queries: 2 })),
  attention: { encoding: 'f32', data: floats(...values) },
});

const cases: [name: string, file: unknown, field: string, message: RegExp][] = [
  ['null', null, 'file', /must be an object, but is null/],
  ['a list', [], 'file', /must be an object, but is a list/],
  [
    'another format',
    { ...good(), format: 'attention-trace@2' },
    'format',
    /"attention-trace@1", but is "attention-trace@2"/,
  ],
  ['no model', { ...good(), model: undefined }, 'model', /missing/],
  [
    'NaN layers',
    { ...good(), model: { ...(good().model as Json), layers: Number.NaN } },
    'model.layers',
    /NaN/,
  ],
  [
    'ten million layers',
    { ...good(), model: { ...(good().model as Json), layers: 1e7 } },
    'model.layers',
    /from 1 to 256/,
  ],
  ['no tokens', { ...good(), tokens: [] }, 'tokens', /empty/],
  ['ten million tokens', { ...good(), tokens: { length: 1e7 } }, 'tokens', /must be a list/],
  [
    'a list of ten million tokens',
    { ...good(), tokens: new Array(1e7) },
    'tokens',
    /10000000 entries; at most 4096/,
  ],
  [
    'more tokens than weights',
    { ...good(), tokens: [...(good().tokens as []), { id: 1, text: 'x' }] },
    'attention.data',
    /cut short/,
  ],
  [
    'fewer tokens than weights',
    { ...good(), tokens: (good().tokens as []).slice(1) },
    'attention.data',
    /characters long; at most/,
  ],
  ['a token without id', { ...good(), tokens: [{ text: 'x' }] }, 'tokens[0].id', /missing/],
  [
    'a token with odd hex',
    { ...good(), tokens: [{ id: 1, bytes: 'f0f' }] },
    'tokens[0].bytes',
    /hex/,
  ],
  [
    'a token of a megabyte',
    { ...good(), tokens: [{ id: 1, text: 'x'.repeat(1e6) }] },
    'tokens[0].text',
    /at most 1000/,
  ],
  ['causal with keys', { ...good(), keys: good().tokens }, 'keys', /left out/],
  ['causal left out', { ...good(), causal: undefined }, 'causal', /true or false/],
  [
    'an unknown encoding',
    { ...good(), attention: { encoding: 'u4', data: '' } },
    'attention.encoding',
    /u8-sqrt/,
  ],
  ['truncated base64', withAttention((data) => data.slice(0, -8)), 'attention.data', /cut short/],
  ['broken base64', withAttention((data) => `*${data.slice(1)}`), 'attention.data', /not base64/],
  ['weights that are no text', withAttention(() => 5), 'attention.data', /must be a text/],
  [
    'rows of zeros',
    withAttention((data) => 'A'.repeat(data.length)),
    'attention.data',
    /row 0 of head 0\.0 is all zeros/,
  ],
  [
    'a NaN weight',
    tiny(1, Number.NaN, 1),
    'attention.data',
    /row 1 of head 0\.0 has the weight NaN/,
  ],
  ['a weight above 1', tiny(1, 3, -2), 'attention.data', /weight 3/],
  ['a row that does not sum to 1', tiny(1, 0.25, 0.25), 'attention.data', /sums to 0\.5/],
  [
    'a next token of probability 2',
    { ...good(), next: [{ id: 1, text: 'a', p: 2 }] },
    'next[0].p',
    /from 0 to 1/,
  ],
  [
    'vectors without headDim',
    { ...good(), qkv: { url: 'a.bin', encoding: 'f16', parts: ['q'] } },
    'model.headDim',
    /missing/,
  ],
  [
    'an unknown provenance',
    { ...good(), provenance: { kind: 'dreamt', source: '' } },
    'provenance.kind',
    /"dreamt"/,
  ],
  [
    'a javascript: source',
    { ...good(), provenance: { kind: 'live', source: '', url: 'javascript:alert(1)' } },
    'provenance.url',
    /https/,
  ],
];

test.each(cases)('%s is refused', (_, file, field, message) => {
  let thrown: unknown;
  try {
    parseTrace(file);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(TraceError);
  expect(thrown).toMatchObject({ code: 'trace', field, message: expect.stringMatching(message) });
});

describe('a file that claims more than it may', () => {
  test('is refused by its claim, before its weights are read', () => {
    const tokens = Array.from({ length: 4096 }, (_, id) => ({ id, text: 'x' }));
    const model = { id: 'big', name: 'big', layers: 256, heads: 256 };
    const attention = {
      encoding: 'u8-sqrt',
      get data(): string {
        throw new Error('the weights were read');
      },
    };
    expect(() => parseTrace({ ...good(), tokens, model, attention })).toThrow(
      /tokens and model together claim \d+ weights/,
    );
  });
});

test('text that is not JSON says so', () => {
  expect(() => parseTraceText('<!doctype html>')).toThrow(/file is not JSON/);
});

test.each<[string, (file: Json) => unknown]>([
  ['a list with holes', (file) => ({ ...file, tokens: new Array(3) })],
  [
    'a hole among tokens',
    ({ tokens, ...file }) => ({
      ...file,
      tokens: Object.assign(new Array((tokens as []).length), { 0: { id: 1, text: 'a' } }),
    }),
  ],
  [
    'a list whose map lies',
    (file) => ({
      ...file,
      tokens: Object.assign([1], { map: () => [] }),
    }),
  ],
  [
    'a getter that throws',
    (file) => ({
      ...file,
      get model() {
        throw Object.create(null);
      },
    }),
  ],
  [
    'a revoked proxy',
    (file) => {
      const { proxy, revoke } = Proxy.revocable(file, {});
      revoke();
      return proxy;
    },
  ],
  [
    'a proxy that throws',
    (file) =>
      new Proxy(file, {
        get() {
          throw new Error('mine');
        },
      }),
  ],
  ['a symbol', () => Symbol('trace')],
])('%s is a TraceError', (_name, change) => {
  const file = good();
  expect(() => parseTrace(change(file))).toThrow(TraceError);
});

test.each(['https://user@host.example/', 'https://:pw@host.example/', 'https://a:b@host.example/'])(
  'a source at %s is refused',
  (url) => {
    const file = good();
    const provenance = { ...(file.provenance as Json), url };
    expect(() => parseTrace({ ...file, provenance })).toThrow('without a password');
  },
);
