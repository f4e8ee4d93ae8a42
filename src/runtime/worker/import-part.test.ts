import { expect, test } from 'vitest';
import { importPart } from './import-part.js';

// In the words of Chromium, Firefox and WebKit.
test.each([
  `Failed to resolve module specifier 'onnxruntime-web/wasm'`,
  'The specifier “onnxruntime-web/wasm” was a bare specifier, but was not remapped to anything.',
  'Module name, "onnxruntime-web/wasm" does not resolve to a valid URL.',
])('a name that only an import map knows: %s', async (message) => {
  await expect(importPart(Promise.reject(new TypeError(message)))).rejects.toMatchObject({
    code: 'file-unreachable',
    advice: expect.stringMatching('workerUrl'),
  });
});

test('a file that does not come', async () => {
  const message = 'Failed to fetch dynamically imported module: https://a.example/ort.js';
  await expect(importPart(Promise.reject(new TypeError(message)))).rejects.toMatchObject({
    subject: 'https://a.example/ort.js',
    advice: expect.stringMatching('Check the connection'),
  });
});
