import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseTraceText, type Trace } from '../src/runtime/trace/index.js';
import { packRecordings } from './pack-recordings.js';

const traces = new URL('../traces/', import.meta.url);
const readTrace = async (name: string): Promise<Trace> =>
  parseTraceText(await readFile(new URL(name, traces), 'utf8'));

test('the traces that ship are what the recordings give', async () => {
  for (const { name, content } of await packRecordings(new URL('recordings/', traces).pathname)) {
    expect(Buffer.from(content).equals(await readFile(new URL(name, traces))), name).toBe(true);
  }
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
