import { expect, onTestFinished, test, vi } from 'vitest';
import { HubError } from './hub-error.js';
import { waitOf } from './retry-after.js';
import { retryHub, secondsBefore } from './retry-hub.js';

const NOW = Date.parse('2026-01-01T12:00:00Z');

test.for([
  [{ 'retry-after': '3' }, 3],
  [{ 'retry-after': 'Thu, 01 Jan 2026 12:01:30 GMT' }, 90],
  [{ 'retry-after': 'Thu, 01 Jan 2026 11:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{ ratelimit: '"resolvers";r=0;t=55' }, 55],
  [{}, undefined],
] as const)('%o asks to wait for %d seconds', ([headers, seconds]) => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  expect(waitOf(new Headers(headers))).toBe(seconds);
});

const busy = (wait?: number) =>
  new HubError('hub', 'It is busy.', {
    ...{ passing: true, busy: true },
    ...(wait !== undefined && { wait }),
  });

test('what is asked for is waited for, and no less', () => {
  expect(secondsBefore(busy(3), 1)).toBe(3);
  expect(secondsBefore(busy(300), 1)).toBe(300);
  expect(secondsBefore(busy(0), 3)).toBe(2);
});

test('without a wish the pauses grow, and then it ends', () => {
  const pauses = [1, 2, 3, 4, 5, 6].map((failed) => secondsBefore(busy(), failed));
  expect(pauses).toEqual([0.5, 1, 2, 4, 8, undefined]);
});

test('what does not pass is not tried again', () => {
  expect(secondsBefore(new HubError('access', 'No.'), 1)).toBeUndefined();
});

test('a wait of hours is not waited for, but told', async () => {
  const asking = retryHub(() => Promise.reject(busy(10_000)), { say: () => {} });
  await expect(asking).rejects.toThrow(
    /It is busy. It asks to wait 3 hours. .*later, set HF_TOKEN, which raises the limit, .*mirror/,
  );
});
