// What a test waits for may take a busy machine longer than the second that is vi.waitFor's default.

import { vi } from 'vitest';

const { waitFor } = vi;

vi.waitFor = (callback, options) =>
  waitFor(callback, {
    timeout: 60_000,
    ...(typeof options === 'number' ? { timeout: options } : options),
  });
