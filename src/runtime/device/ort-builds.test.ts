import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ORT_FILES } from './ort-builds.js';
import { ORT_VERSION } from './ort-version.js';

const INSTALLED = new URL('../../../node_modules/onnxruntime-web/', import.meta.url);

test('sizes and hashes are those of the version this library depends on', async () => {
  for (const { path, bytes, sha256 } of Object.values(ORT_FILES)) {
    const file = await readFile(new URL(`dist/${path}`, INSTALLED));
    expect(file.length).toBe(bytes);
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
  }
  const { version } = JSON.parse(await readFile(new URL('package.json', INSTALLED), 'utf8'));
  const own = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(version).toBe(ORT_VERSION);
  // Not a range: a .wasm of another version does not fit our JavaScript.
  expect(own.dependencies['onnxruntime-web']).toBe(ORT_VERSION);
});
