// `convert` where the hub is busy, silent, away, or somebody else answers for it.

import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runConvert } from '../command.js';
import { endedRun } from '../testing/ended-run.js';
import { COMMIT } from '../testing/fake-hub.js';
import {
  convertTo,
  hubWithCheckpoint,
  ID,
  restore,
  silence,
} from '../testing/hub-with-checkpoint.js';
import { downloadCheckpoint } from './download-checkpoint.js';
import { Hub } from './hub.js';

beforeEach(silence);
afterEach(restore);

const said = () => vi.mocked(process.stderr.write).mock.calls.map(([line]) => String(line));

const MODEL = { id: ID, revision: 'main', folder: '' };

test('a hub that asks to wait is waited for, and that is said', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.busy = 1;
  hub.busyAnswer = { status: 429, headers: { 'retry-after': '2' } };
  const before = performance.now();
  await convertTo(base);
  expect(performance.now() - before).toBeGreaterThan(2000);
  expect(said().join('')).toMatch(/answered 429 for config.json .*busy. Trying again in 2 s.\n/);
});

test('one that asks to wait for too long is not, and what helps is said', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.busy = 1;
  hub.busyAnswer = { status: 429, headers: { 'retry-after': '7200' } };
  await expect(convertTo(base)).rejects.toThrow(/429.*wait 2 hours.*HF_TOKEN.*limit.*mirror/);
});

test('a line on which nothing comes is taken up elsewhere', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.stalls = 1;
  const patient = new Hub({ endpoint: hub.endpoint, patience: 300 });
  const { path } = await downloadCheckpoint(MODEL, {
    ...{ hub: patient, cache: join(base, 'cache'), report: () => {} },
  });
  const weights = hub.requests.filter((line) => /^GET.*model.safetensors$/.test(line));
  expect(weights).toEqual([
    'GET model.safetensors',
    expect.stringMatching(/^GET bytes=\d+- model.safetensors$/),
  ]);
  const whole = await readFile(join(path, 'model.safetensors'));
  expect(whole.equals(hub.files.get('model.safetensors') ?? Buffer.alloc(0))).toBe(true);
});

test('a checkpoint that is all in the cache is converted without the network, by its commit', async () => {
  const { hub, base } = await hubWithCheckpoint();
  await convertTo(base);
  const asked = hub.requests.length;
  await convertTo(base, '--revision', COMMIT);
  expect(hub.requests).toHaveLength(asked);
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
  await convertTo(base, '--revision', COMMIT);
  await expect(convertTo(base)).rejects.toThrow(
    new RegExp(`cannot be reached.*copy of ${ID} that is in the cache, add --revision ${COMMIT}`),
  );
});

test('a file of the cache that was damaged since is downloaded again', async () => {
  const { hub, base } = await hubWithCheckpoint();
  await convertTo(base);
  const { path } = await downloadCheckpoint(
    { ...MODEL, revision: COMMIT },
    {
      hub: new Hub({ endpoint: 'http://127.0.0.1:9' }),
      cache: join(base, 'cache'),
      report: () => {},
    },
  );
  await truncate(join(path, 'model.safetensors'), 100);
  const before = hub.requests.length;
  await convertTo(base, '--revision', COMMIT);
  expect(hub.requests.slice(before)).toContain('GET model.safetensors');
});

test.for(['page', 'file'] as const)('a page in the place of a %s is told apart', async (portal) => {
  const { hub, base } = await hubWithCheckpoint();
  hub.portal = portal;
  await expect(convertTo(base)).rejects.toThrow(
    /answered with a web page where .* was expected.*log in.*Open http.* in a browser/,
  );
  expect(await readdir(join(base, 'cache'), { recursive: true }).catch(() => [])).not.toContain(
    'config.json',
  );
});

test('three runs at once give three packs and one whole cache', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.cuts = 2;
  hub.kept = async () => Number.POSITIVE_INFINITY;
  await Promise.all(['a', 'b', 'c'].map((name) => runConvert([ID, '--out', join(base, name)])));
  const cache = join(base, 'cache', 'openai-community--gpt2', COMMIT);
  expect((await readdir(cache)).sort()).toEqual(['config.json', 'model.safetensors', 'whole.json']);
  const weights = await readFile(join(cache, 'model.safetensors'));
  expect(weights.equals(hub.files.get('model.safetensors') ?? Buffer.alloc(0))).toBe(true);
});

test.for([
  ['the first half of it', 'resumed', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['a damaged half', 'downloaded again', (bytes: Buffer) => Buffer.alloc(bytes.length / 2)],
  ['too much', 'downloaded again', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
] as const)('if a killed run left %s, it is %s', async ([, then, left]) => {
  const { hub, base } = await hubWithCheckpoint();
  const weights = hub.files.get('model.safetensors') ?? Buffer.alloc(0);
  const cache = join(base, 'cache', 'openai-community--gpt2', COMMIT);
  await mkdir(cache, { recursive: true });
  await writeFile(join(cache, endedRun('model.safetensors')), left(weights));
  await convertTo(base);
  const asked = hub.requests.filter((line) => /^GET.*model.safetensors$/.test(line));
  expect(asked[0]).toMatch(/bytes=\d+-/);
  expect(asked.at(-1) === 'GET model.safetensors').toBe(then === 'downloaded again');
  const kept = await readFile(join(cache, 'model.safetensors'));
  expect(kept.equals(weights)).toBe(true);
});

test('a checkpoint in a folder of the repository is its own', async () => {
  const { hub, base } = await hubWithCheckpoint();
  for (const [path, bytes] of [...hub.files]) {
    hub.files.set(`runs/small/${path}`, bytes);
    hub.files.delete(path);
  }
  await runConvert([`hf:${ID}@main#runs/small`, '--out', join(base, 'a')]);
  await convertTo(base, '--folder', 'runs/small');
  const manifest = JSON.parse(await readFile(join(base, 'pack', 'manifest.json'), 'utf8'));
  expect(manifest).toMatchObject({
    id: 'gpt2-runs-small',
    provenance: { checkpoint: `Hugging Face, ${ID}#runs/small`, revision: COMMIT },
  });
  await expect(convertTo(base)).rejects.toThrow(/no config.json/);
});

test.for([
  ['adapter_config.json', /is an adapter.*merge_and_unload\(\)\.save_pretrained/],
  ['pytorch_model.bin', /pytorch_model.bin.*Save it as safetensors/],
  ['gpt2.Q4_K_M.gguf', /GGUF.*base model/],
] as const)('a repository with %s instead is told what to do', async ([name, message]) => {
  const { hub, base } = await hubWithCheckpoint();
  hub.files.clear();
  hub.files.set(name, Buffer.from('{}'));
  await expect(convertTo(base)).rejects.toThrow(message);
});

test('so is one of a mirror that lists nothing', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.listless = true;
  hub.files.delete('model.safetensors');
  hub.files.set('pytorch_model.bin', Buffer.from('pickle'));
  await expect(convertTo(base)).rejects.toThrow(/Save it as safetensors/);
});
