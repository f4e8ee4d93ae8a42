import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packAddress } from './pack-address.js';
import { packFiles } from './pack-files.js';
import { readManifest } from './read-manifest.js';

test('the embedded model has an address for every file that its manifest names', async () => {
  const { manifestUrl, fileUrl } = packAddress('tiny', {});
  const manifest = readManifest(JSON.parse(await readFile(fileURLToPath(manifestUrl), 'utf8')));
  for (const { path, bytes } of packFiles(manifest)) {
    expect((await readFile(fileURLToPath(fileUrl(path)))).length).toBe(bytes);
  }
});

test.each([
  ['https://a.example/gpt2', 'https://a.example/gpt2/manifest.json'],
  ['https://a.example/gpt2/', 'https://a.example/gpt2/manifest.json'],
  ['https://a.example/gpt2/manifest.json?v=2', 'https://a.example/gpt2/manifest.json?v=2'],
])('%s is a pack', (model, expected) => {
  const { manifestUrl, fileUrl } = packAddress(model, {});
  expect(manifestUrl).toBe(expected);
  expect(fileUrl('layer.00.bin')).toBe('https://a.example/gpt2/layer.00.bin');
});

test('a folder of packs takes the place of the embedded model and brings gpt2', () => {
  const options = { assetBase: 'https://a.example/models' };
  expect(packAddress('tiny', options).manifestUrl).toBe(
    'https://a.example/models/tiny/manifest.json',
  );
  expect(packAddress('gpt2', options).manifestUrl).toBe(
    'https://a.example/models/gpt2/manifest.json',
  );
});

test('gpt2 is its own package on a CDN, held to a version and a manifest, once there is a pin', () => {
  const gpt2 = { name: 'GPT-2 small', bytes: 126_000_000, version: '1.2.3', integrity: 'sha256-x' };
  const tiny = { name: 'tiny', bytes: 1 };
  expect(packAddress('gpt2', {}, { tiny, gpt2 })).toMatchObject({
    manifestUrl: 'https://cdn.jsdelivr.net/npm/@attention-lens/gpt2@1.2.3/manifest.json',
    known: { name: 'GPT-2 small', bytes: 126_000_000 },
    integrity: 'sha256-x',
  });
});

test('gpt2 is the checkpoint on Hugging Face at a commit while there is no pin', () => {
  const tiny = { name: 'tiny', bytes: 1 };
  expect(packAddress('gpt2', {}, { tiny, gpt2: null })).toMatchObject({
    manifestUrl: 'hf:openai-community/gpt2@607a30d783dfa663caf39e06633721c8d4cfcd7e',
    known: { name: 'GPT-2 small', hub: { host: 'Hugging Face' } },
    hub: { id: 'openai-community/gpt2', folder: '' },
  });
});

test.each([
  ['hf:a/b', { id: 'a/b', revision: 'main', folder: '' }],
  ['hf:a/b@v1.0', { id: 'a/b', revision: 'v1.0', folder: '' }],
  ['hf:a/b@refs/pr/1#models/small/', { id: 'a/b', revision: 'refs/pr/1', folder: 'models/small' }],
  ['hf:a.b/c-d_e#/x', { id: 'a.b/c-d_e', revision: 'main', folder: 'x' }],
])('%s is a model on a hub', (model, hub) => {
  expect(packAddress(model, {})).toMatchObject({ hub });
});

test.each(['hf:gpt2', 'hf:', 'hf:a/b/c', 'HF:../x', 'hf:a/b@'])('%s is none', (model) => {
  expect(() => packAddress(model, {})).toThrow(
    expect.objectContaining({ code: 'unknown-model', advice: expect.stringMatching(/owner/) }),
  );
});

test.each(['gpt3', '', 'http:///', 'data:text/plain,', 5, {}])('"%s" is no model here', (model) => {
  expect(() => packAddress(model as string, {})).toThrow(
    expect.objectContaining({ code: 'unknown-model' }),
  );
});
