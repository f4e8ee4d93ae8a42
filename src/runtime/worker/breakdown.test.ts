import { expect, test } from 'vitest';
import { breakdown } from './breakdown.js';

// As Chromium, Firefox, WebKit and onnxruntime-web put it.
test.each([
  new RangeError('Array buffer allocation failed'),
  new RangeError('Invalid typed array length: 99999999999'),
  new RangeError('WebAssembly.Memory(): could not allocate memory'),
  new RangeError('Out of memory'),
  new Error("Can't create a session. ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc"),
  new Error('Failed to allocate memory for requested buffer of size 154389504'),
  new Error('Aborted(OOM). Build with -sASSERTIONS for more info.'),
])('%s is full memory', (error) => {
  expect(breakdown(error)).toMatchObject({ code: 'out-of-memory', subject: 'memory' });
});

test.each([
  new WebAssembly.RuntimeError('memory access out of bounds'),
  new WebAssembly.RuntimeError('unreachable'),
  new Error('Aborted(). Build with -sASSERTIONS for more info.'),
])('%s leaves onnxruntime-web in no known state', (error) => {
  expect(breakdown(error)).toMatchObject({ code: 'ort-aborted', cause: error });
});

test.each([
  new Error("Can't run session. ERROR_CODE: 2, ERROR_MESSAGE: Got invalid dimensions for input"),
  new TypeError('x is not a function'),
  'a string',
])('%s is no breakdown', (error) => {
  expect(breakdown(error)).toBeUndefined();
});
