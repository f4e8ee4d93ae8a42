import { expect, test } from 'vitest';
import { makeRamp, rampOffset } from './ramp.js';

test('the ramp begins and ends with its two colours', () => {
  const ramp = makeRamp([255, 253, 248], [28, 41, 94]);
  expect([...ramp.subarray(rampOffset(0), 4)]).toEqual([255, 253, 248, 255]);
  expect([...ramp.subarray(rampOffset(1))]).toEqual([28, 41, 94, 255]);
});

test('more weight is darker all the way, and a weight of .05 can be told from none', () => {
  const ramp = makeRamp([255, 255, 255], [0, 0, 0]);
  const levels = Array.from({ length: 101 }, (_, step) => ramp[rampOffset(step / 100)] ?? 0);
  expect(levels.every((level, step) => step === 0 || level <= (levels[step - 1] ?? 0))).toBe(true);
  expect(ramp[rampOffset(0.05)]).toBeLessThan(255 - 40);
});
