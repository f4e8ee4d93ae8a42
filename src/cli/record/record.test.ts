import { execFileSync } from 'node:child_process';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ONE_HEAD, writeRandomPack } from '../../convert/testing/random-checkpoint.js';
import { parseTraceText, readQkv } from '../../runtime/trace/index.js';
import { temporaryFolder } from '../convert/testing/temporary-folder.js';
import { runRecord } from './command.js';

const TINY = fileURLToPath(new URL('../../../models/tiny', import.meta.url));
const DOG = 'The dog on the ship ran off, and the dog';

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

test('a text becomes a recorded trace with its next tokens and the vectors of chosen heads', async () => {
  const folder = await temporaryFolder();
  const out = join(folder, 'dog.json');
  await runRecord([TINY, '--text', DOG, '--next', '3', '--qkv', '1.2,0.0', '--out', out]);
  const trace = parseTraceText(await readFile(out, 'utf8'));
  expect(trace.text).toBe(DOG);
  expect(trace.provenance).toMatchObject({
    kind: 'recorded',
    source: expect.stringContaining('tiny demo model'),
  });
  expect(trace.next?.map(({ text }) => text)).toEqual([' was', ' on', ',']);
  // The second " dog" reads the word after the first.
  expect(trace.attention(1, 2)[10 * 11 + 2]).toBeCloseTo(0.83, 1);

  const file = await readFile(join(folder, 'dog.qkv.bin'));
  const vectors = readQkv(trace, new Uint8Array(file).buffer);
  const [q, k] = [vectors.vectors('q', 1, 2), vectors.vectors('k', 1, 2)];
  const scores = Array.from({ length: 11 }, (_, key) => {
    const products = Array.from(
      { length: 32 },
      (_, at) => (q[320 + at] ?? 0) * (k[32 * key + at] ?? 0),
    );
    return Math.exp(products.reduce((sum, product) => sum + product, 0) / Math.sqrt(32));
  });
  const total = scores.reduce((sum, score) => sum + score, 0);
  expect((scores[2] ?? 0) / total).toBeCloseTo(trace.attention(1, 2)[10 * 11 + 2] ?? 0, 1);
  expect(() => vectors.vectors('q', 3, 3)).toThrow('has no head 3.3');
});

test('a text can come from a file, and nothing more than attention be kept', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'text.txt'), 'one two\n');
  const out = join(folder, 'traces', 'trace.json');
  await runRecord([TINY, '--file', join(folder, 'text.txt'), '--next', '0', '--out', out]);
  const trace = parseTraceText(await readFile(out, 'utf8'));
  expect(trace.tokens).toMatchObject([{ text: 'one' }, { text: ' two' }]);
  expect([trace.next, trace.qkv]).toEqual([undefined, undefined]);
});

test('a file that is none, or is no text, is refused', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'text.txt'), Uint8Array.of(0x61, 0xff));
  for (const name of ['text.txt', 'nothing.txt']) {
    const recording = runRecord([TINY, '--file', join(folder, name), '--out', 'x.json']);
    await expect(recording).rejects.toThrow(`${name} cannot be read as a text in UTF-8`);
  }
});

test('a pipe or a file of a gigabyte is no text', async () => {
  const folder = await temporaryFolder();
  const [pipe, large] = [join(folder, 'pipe.txt'), join(folder, 'large.txt')];
  execFileSync('mkfifo', [pipe]);
  await writeFile(large, 'a');
  await truncate(large, 2 ** 30);
  const record = (file: string) =>
    runRecord([TINY, '--file', file, '--out', join(folder, 'x.json')]);
  await expect(record(pipe)).rejects.toThrow('it is no file');
  await expect(record(large)).rejects.toThrow('it has 1073741824 bytes; at most');
});

test('a pack without a tokenizer takes no text', async () => {
  const folder = await temporaryFolder();
  const { pack } = await writeRandomPack(folder, ONE_HEAD, 1);
  const recording = runRecord([pack, '--text', 'a', '--out', join(folder, 'trace.json')]);
  await expect(recording).rejects.toThrow(/no tokenizer/);
});

test.each([
  [['--out', 'x.json', '--text', 'a'], /one pack folder/],
  [[TINY, '--text', 'a'], /--out/],
  [[TINY, '--out', 'x.json'], /--text, or its file/],
  [[TINY, '--out', 'x.json', '--text', 'a', '--file', 'b'], /--text, or its file/],
  [[TINY, '--out', 'x.json', '--text', 'a', '--next', 'ten'], /--next is "ten"/],
  [[TINY, '--out', 'x.json', '--text', 'a', '--next', ''], /--next is ""/],
  [[TINY, '--out', 'src', '--text', 'a'], /^src cannot be written: .*Name another file/],
  [[TINY, '--out', 'package.json/x.json', '--text', 'a'], /package.json.x.json cannot be written/],
  [[TINY, '--out', 'x.json', '--text', 'a', '--qkv', '4.0'], /"4.0"; heads from 0.0 to 3.3/],
  [[TINY, '--out', 'x.json', '--text', ''], /text is empty/],
  [[TINY, '--out', 'x.json', '--text', 'one '.repeat(200)], /takes at most 128/],
])('refuses %j', async (args, message) => {
  await expect(runRecord(args)).rejects.toThrow(message);
});
