import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientNorm, softmaxJacobian } from './jacobian.js';
import { softmax } from './softmax.js';

const scores = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
  minLength: 2,
  maxLength: 6,
});
const scale = fc.double({ min: 0.3, max: 30, noNaN: true });

test('the Jacobian is what small changes of the scores do to the weights', () => {
  const step = 1e-5;
  fc.assert(
    fc.property(scores, scale, (list, s) => {
      const jacobian = softmaxJacobian(softmax(list, s), s);
      list.forEach((_, j) => {
        const moved = (by: number) =>
          softmax(
            list.map((x, index) => (index === j ? x + by : x)),
            s,
          );
        const [up, down] = [moved(step), moved(-step)];
        up.forEach((weight, i) => {
          expect(jacobian[i]?.[j]).toBeCloseTo((weight - (down[i] ?? 0)) / (2 * step), 6);
        });
      });
    }),
  );
});

test('the gradient norm is the Frobenius norm of the Jacobian', () => {
  fc.assert(
    fc.property(scores, scale, (list, s) => {
      const weights = softmax(list, s);
      const squares = softmaxJacobian(weights, s)
        .flat()
        .map((value) => value ** 2);
      const norm = Math.sqrt(squares.reduce((sum, value) => sum + value, 0));
      expect(gradientNorm(weights, s)).toBeCloseTo(norm, 12);
    }),
  );
});

test('n equal weights have sqrt(n - 1) / n, and a one-hot row has 0', () => {
  for (const n of [2, 3, 6, 100]) {
    expect(gradientNorm(new Array(n).fill(1 / n))).toBeCloseTo(Math.sqrt(n - 1) / n, 12);
  }
  expect(gradientNorm([0, 1, 0])).toBe(0);
});

test('for two keys whose scores differ by D it peaks at D / s = 1.5434', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 50, noNaN: true }), (difference) => {
      const norm = (ratio: number) => {
        const s = difference / ratio;
        return gradientNorm(softmax([difference, 0], s), s);
      };
      // By golden sections: the norm rises to one peak and falls.
      let [low, high] = [0.1, 6];
      const section = (Math.sqrt(5) - 1) / 2;
      for (let step = 0; step < 60; step++) {
        const [a, b] = [high - section * (high - low), low + section * (high - low)];
        if (norm(a) < norm(b)) low = a;
        else high = b;
      }
      expect(low).toBeCloseTo(1.5434, 4);
      expect(low * Math.tanh(low / 2)).toBeCloseTo(1, 5);
    }),
  );
});
