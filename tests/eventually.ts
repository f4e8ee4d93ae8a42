// Waiting for what a page comes to.

import { expect } from 'vitest';

/** `expect.poll` stops after a second, which a busy machine needs for itself. */
export const eventually = <T>(value: () => T | Promise<T>) =>
  expect.poll(value, { timeout: 100_000 });
