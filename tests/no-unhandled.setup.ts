// No test may leave an exception or a rejection unhandled in a page or in a worker of it.

import { afterEach, expect } from 'vitest';
import { unhandled } from './browser.js';

afterEach(() => {
  expect(unhandled.splice(0)).toEqual([]);
});
