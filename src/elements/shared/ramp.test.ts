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

test('the ramp is even to the eye, and lightness alone carries it, in both themes', () => {
  const lightness = ([red = 0, green = 0, blue = 0]: readonly number[]) => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    // OKLab's lightness.
    return (
      0.2104542553 * Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) +
      0.793617785 * Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) -
      0.0040720468 * Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    );
  };
  for (const [from, to] of [
    [
      [255, 253, 248],
      [28, 41, 94],
    ],
    [
      [24, 27, 33],
      [255, 214, 138],
    ],
  ] as const) {
    const ramp = makeRamp(from, to);
    const steps = Array.from({ length: 16 }, (_, index) =>
      lightness([...ramp.subarray(4 * 17 * index, 4 * 17 * index + 3)]),
    );
    const gaps = steps.slice(1).map((value, index) => value - (steps[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(Math.abs(mean)).toBeGreaterThan(0.03);
    for (const gap of gaps) expect(Math.abs(gap / mean - 1)).toBeLessThan(0.15);
  }
});
