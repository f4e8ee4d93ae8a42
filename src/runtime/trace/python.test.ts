// What examples/python writes, our own reader takes: run with the machine's python3 on made-up attention.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseTraceText, type Trace } from './index.js';

const FOLDER = fileURLToPath(new URL('../../../examples/python', import.meta.url));

/** @param call arguments of `attention_trace`; `FakeTensor` wraps nested lists as torch does. */
function traceFromPython(call: string): Trace {
  const program = `
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, ${JSON.stringify(FOLDER)})
from attention_trace import attention_trace
class FakeTensor:
    def __init__(self, values): self.values = values
    def tolist(self): return self.values
def spread(queries, keys, causal, seed):
    rows = []
    for q in range(queries):
        raw = [((q * 7 + k * 3 + seed) % 5 + 1) * (1 if k <= q or not causal else 0) for k in range(keys)]
        rows.append([x / sum(raw) for x in raw])
    return rows
def layer(heads, queries, keys, causal):
    return FakeTensor([[spread(queries, keys, causal, h) for h in range(heads)]])
words = lambda *texts: [{"id": i, "text": t} for i, t in enumerate(texts)]
print(json.dumps(attention_trace(${call})))`;
  return parseTraceText(execFileSync('python3', ['-c', program], { encoding: 'utf8' }));
}

/** What `spread` above gives, row q. */
function expectedRow(query: number, keys: number, causal: boolean, seed: number): number[] {
  const raw = Array.from({ length: keys }, (_, key) =>
    key <= query || !causal ? ((query * 7 + key * 3 + seed) % 5) + 1 : 0,
  );
  const sum = raw.reduce((total, value) => total + value, 0);
  return raw.map((value) => value / sum);
}

function expectAttention(trace: Trace, queries: number, keys: number): void {
  for (let head = 0; head < trace.model.heads; head++) {
    const weights = trace.attention(trace.model.layers - 1, head);
    for (let query = 0; query < queries; query++) {
      for (const [key, weight] of expectedRow(query, keys, trace.causal, head).entries()) {
        expect(weights[query * keys + key]).toBeCloseTo(weight, 2);
      }
    }
  }
}

test('a causal model, as GPT-2', () => {
  const trace = traceFromPython(`[layer(3, 4, 4, True)] * 2, words("The", " dog", " ran", "."),
    model={"id": "gpt2", "name": "GPT-2"}, text="The dog ran.", source="a run of mine", causal=True, licence="MIT"`);
  expect(trace.model).toMatchObject({ layers: 2, heads: 3 });
  expect(trace.provenance).toMatchObject({ kind: 'recorded', licence: 'MIT' });
  expectAttention(trace, 4, 4);
});

test('a model that looks both ways, as BERT, with pieces of words', () => {
  const trace = traceFromPython(`[layer(2, 3, 3, False)],
    [{"id": 101, "text": "[CLS]"}, {"id": 5, "text": "em"}, {"id": 6, "text": "bed", "continues": True}],
    model={"id": "bert", "name": "BERT"}, text="embed", source="a run of mine", causal=False`);
  expect(trace.causal).toBe(false);
  expect(trace.tokens[2]?.continues).toBe(true);
  expectAttention(trace, 3, 3);
});

test('cross-attention looks at other tokens', () => {
  const trace =
    traceFromPython(`[layer(2, 2, 5, False)], words("the", "cat"), keys=words("le", "chat", "est", "ici", "."),
    model={"id": "mt", "name": "Translation"}, text="the cat", source="a run of mine", causal=False`);
  expect(trace.crossAttention).toBe(true);
  expectAttention(trace, 2, 5);
});

test('nested lists do as well as tensors', () => {
  const trace = traceFromPython(`[[[[[1.0, 0.0], [0.25, 0.75]]]]], words("a", " b"),
    model={"id": "m", "name": "M"}, text="a b", source="by hand", causal=True`);
  expect(trace.attention(0, 0)[2]).toBeCloseTo(0.25, 2);
});

test('the guide shows the function as it is', () => {
  const source = readFileSync(`${FOLDER}/attention_trace.py`, 'utf8');
  const guide = readFileSync(new URL('../../../docs/traces.md', import.meta.url), 'utf8');
  expect(guide).toContain(source.trim());
});
