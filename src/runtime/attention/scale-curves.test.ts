import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logScales, scaleCurves } from './scale-curves.js';

test('the curves are the closed forms to 1e-6', () => {
  const scores = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), {
    minLength: 2,
    maxLength: 6,
  });
  fc.assert(
    fc.property(scores, (list) => {
      const scales = logScales(0.05, 45, 40);
      const { weights, gradient } = scaleCurves(list, scales);
      scales.forEach((s, at) => {
        const closed = list.map(
          (x) => 1 / list.reduce((sum, other) => sum + Math.exp((other - x) / s), 0),
        );
        let squares = 0;
        closed.forEach((w, i) => {
          expect(Math.abs((weights[i]?.[at] ?? 0) - w)).toBeLessThan(1e-6);
          closed.forEach((v, j) => {
            squares += ((i === j ? w : 0) - w * v) ** 2;
          });
        });
        const norm = Math.sqrt(squares) / s;
        expect(Math.abs((gradient[at] ?? 0) - norm)).toBeLessThan(1e-6 * Math.max(1, norm));
      });
    }),
  );
});

test('scales are spaced by their logarithm, ends exact', () => {
  const scales = logScales(0.5, 8, 5);
  expect(scales[0]).toBe(0.5);
  expect(scales[2]).toBeCloseTo(2, 12);
  expect(scales[4]).toBe(8);
});
