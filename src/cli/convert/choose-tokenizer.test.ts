// Whose tokenizer a pack has, from a checkpoint's files to what is recorded with it.

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  OWN_TEXTS,
  OWN_TOKENS,
  writeCheckpointWithTokenizer,
} from '../../convert/testing/own-tokenizer.js';
import {
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
} from '../../convert/testing/random-checkpoint.js';
import { parseTraceText } from '../../runtime/trace/index.js';
import { runProbeCommand } from '../probe/command.js';
import { runRecord } from '../record/command.js';
import { runVerify } from '../verify/command.js';
import { loadPack } from '../verify/run-pack.js';
import { runConvert } from './command.js';
import { temporaryFolder } from './testing/temporary-folder.js';

let said: string[];

beforeEach(() => {
  said = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line));
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

const [{ text, ids } = { text: '', ids: [] }] = OWN_TEXTS;

test("a model's own tokenizer is in its pack, and reads its texts", async () => {
  const folder = await temporaryFolder();
  await writeCheckpointWithTokenizer(folder, OWN_TOKENS);
  const pack = join(folder, 'pack');
  await runConvert([folder, '--out', pack]);
  expect(said[0]).toBe("Tokenizer: the model's own, from its files");
  expect(said).toContainEqual(expect.stringMatching(/^tokenizer.json {2}\d+ bytes$/));
  const { manifest, tokenizer } = await loadPack(pack);
  expect(manifest).toMatchObject({ tokenizer: 'bpe', tokenizerFile: { path: 'tokenizer.json' } });
  expect(tokenizer?.encode(text)).toEqual(ids);
  // The recorded prompts, in its own tokens.
  expect(manifest.fidelity?.tokens).toBeGreaterThan(100);

  const out = join(folder, 'trace.json');
  await runRecord([pack, '--text', text, '--out', out]);
  const trace = parseTraceText(await readFile(out, 'utf8'));
  expect(trace.text).toBe(text);
  expect(trace.tokens.map(({ id }) => id)).toEqual(ids);
  await runVerify([pack, '--against', folder]);
  await runProbeCommand([pack, '--seeds', '1']);
  expect((await loadPack(pack)).manifest.tokenizerFile).toEqual(manifest.tokenizerFile);
}, 60_000);

test('a pack that is converted again without one has no file of it left', async () => {
  const folder = await temporaryFolder();
  await writeCheckpointWithTokenizer(folder, OWN_TOKENS);
  const pack = join(folder, 'pack');
  await runConvert([folder, '--out', pack]);
  await rm(join(folder, 'tokenizer.json'));
  await runConvert([folder, '--out', pack]);
  expect(said).toContain(
    'Tokenizer: none, so the model takes token ids only. It comes without a tokenizer.',
  );
  expect(await readdir(pack)).not.toContain('tokenizer.json');
}, 60_000);

test("a model of 50,257 tokens that has a tokenizer of another kind is not given GPT-2's", async () => {
  const folder = await temporaryFolder();
  await writeCheckpoint(folder, randomCheckpoint({ ...ONE_HEAD, vocab: 50_257 }, 1));
  await writeFile(join(folder, 'vocab.txt'), '[PAD]\n[UNK]\n');
  const pack = join(folder, 'pack');
  await runConvert([folder, '--out', pack]);
  expect(said[0]).toBe(
    'Tokenizer: none, so the model takes token ids only. Its tokenizer is in vocab.txt, which is not read.',
  );
  expect((await loadPack(pack)).manifest.whyNoTokenizer).toMatch(/vocab.txt/);
  const recording = runRecord([pack, '--text', 'a', '--out', join(folder, 'trace.json')]);
  await expect(recording).rejects.toThrow('has no tokenizer');
}, 60_000);

test("with GPT-2's tokenizer an id past its tokens is recorded by its number", async () => {
  const folder = await temporaryFolder();
  const checkpoint = randomCheckpoint({ ...ONE_HEAD, vocab: 50_258 }, 1);
  // The residual stream becomes a constant, which the last row is most like.
  const { dModel } = ONE_HEAD;
  checkpoint.tensors.get('ln_f.weight')?.values.fill(0);
  checkpoint.tensors.get('ln_f.bias')?.values.fill(1);
  checkpoint.tensors.get('wte.weight')?.values.fill(5, 50_257 * dModel);
  await writeCheckpoint(folder, checkpoint);
  const [pack, out] = [join(folder, 'pack'), join(folder, 'trace.json')];
  await runConvert([folder, '--out', pack, '--tokenizer', 'gpt2']);
  await runRecord([pack, '--text', 'The dog', '--next', '2', '--out', out]);
  const { next, tokens } = parseTraceText(await readFile(out, 'utf8'));
  expect(tokens).toMatchObject([{ text: 'The' }, { text: ' dog' }]);
  expect(next?.[0]).toMatchObject({ id: 50_257, text: '#50257' });
  await runProbeCommand([pack, '--seeds', '1']);
}, 60_000);
