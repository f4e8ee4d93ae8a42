import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ignoreFirstKey, parseTraceText, type Trace } from '../src/runtime/trace/index.js';
import { packConstructed, packRecordings } from './pack-recordings.js';

const traces = new URL('../traces/', import.meta.url);
const readTrace = async (name: string): Promise<Trace> =>
  parseTraceText(await readFile(new URL(name, traces), 'utf8'));

test('the traces that ship are what the recordings give', async () => {
  for (const { name, content } of await packRecordings(new URL('recordings/', traces).pathname)) {
    expect(Buffer.from(content).equals(await readFile(new URL(name, traces))), name).toBe(true);
  }
});

test('the constructed traces that ship are made anew the same, and say what they are', async () => {
  for (const { name, content } of packConstructed()) {
    expect(await readFile(new URL(name, traces), 'utf8'), name).toBe(content);
    expect((await readTrace(name)).provenance.kind).toBe('constructed');
    expect(content.length).toBeLessThan(10_000);
  }
});

test('without the first token the strongest keys of the dog trace are the recorded ones in 98 % of the rows', async () => {
  const { attention } = JSON.parse(await readFile(new URL('recordings/dog.json', traces), 'utf8'));
  const trace = await readTrace('dog.json');
  const strongest = (row: Float32Array) => row.indexOf(Math.max(...row));
  let [rows, same] = [0, 0];
  for (let layer = 0; layer < 12; layer++) {
    for (let head = 0; head < 12; head++) {
      const stored = ignoreFirstKey(trace.attention(layer, head), trace.shape);
      const recorded = ignoreFirstKey(
        Float32Array.from(attention[layer][head].flat()),
        trace.shape,
      );
      for (let query = 1; query < 17; query++) {
        const row = [query * 17, (query + 1) * 17] as const;
        rows++;
        if (strongest(stored.subarray(...row)) === strongest(recorded.subarray(...row))) same++;
      }
    }
  }
  expect(rows).toBe(2304);
  expect(same / rows).toBeGreaterThanOrEqual(0.98);
});

test('every weight of the dog trace is within .01 of the float32 recording', async () => {
  const { attention } = JSON.parse(await readFile(new URL('recordings/dog.json', traces), 'utf8'));
  const trace = await readTrace('dog.json');
  let worst = 0;
  for (let layer = 0; layer < 12; layer++) {
    for (let head = 0; head < 12; head++) {
      const recorded: number[] = attention[layer][head].flat();
      trace.attention(layer, head).forEach((weight, index) => {
        worst = Math.max(worst, Math.abs(weight - (recorded[index] ?? 0)));
      });
    }
  }
  expect(worst).toBeLessThan(0.01);
});

test('a packed trace of 17 tokens takes at most 32 kB', async () => {
  const file = await readFile(new URL('dog.json', traces));
  expect((await readTrace('dog.json')).tokens).toHaveLength(17);
  expect(file.length).toBeLessThanOrEqual(32_000);
});
