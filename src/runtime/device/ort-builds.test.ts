import { readFile, stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ORT_FILES, ORT_VERSION } from './ort-builds.js';

const INSTALLED = new URL('../../../node_modules/onnxruntime-web/', import.meta.url);

test('the sizes are those of the version this library depends on', async () => {
  for (const { path, bytes } of Object.values(ORT_FILES)) {
    expect((await stat(new URL(`dist/${path}`, INSTALLED))).size).toBe(bytes);
  }
  const { version } = JSON.parse(await readFile(new URL('package.json', INSTALLED), 'utf8'));
  const own = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(version).toBe(ORT_VERSION);
  // Not a range: a .wasm of another version does not fit our JavaScript.
  expect(own.dependencies['onnxruntime-web']).toBe(ORT_VERSION);
});
