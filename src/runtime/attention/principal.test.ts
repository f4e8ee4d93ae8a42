import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dot } from './attend.js';
import { principalDirection } from './principal.js';

const component = fc.double({ min: -10, max: 10, noNaN: true });
const cloud = fc.array(fc.array(component, { minLength: 5, maxLength: 5 }), {
  minLength: 1,
  maxLength: 8,
});
const reach = (vectors: readonly number[][], u: readonly number[]) =>
  vectors.reduce((sum, vector) => sum + dot(vector, u) ** 2, 0);

test('in two dimensions it is the closed form', () => {
  const pair = fc.tuple(component, component);
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 8 }), (points) => {
      const [xx, xy, yy] = points.reduce(
        ([a, b, c], [x, y]) => [a + x * x, b + x * y, c + y * y],
        [0, 0, 0],
      );
      const largest = (xx + yy + Math.hypot(xx - yy, 2 * xy)) / 2;
      const u = principalDirection(points, 2);
      expect(reach(points, u)).toBeCloseTo(largest, 6);
    }),
  );
});

test('it is a unit vector that no other direction outreaches', () => {
  fc.assert(
    fc.property(cloud, cloud, (vectors, others) => {
      fc.pre(vectors.some((vector) => dot(vector, vector) > 1e-6));
      const u = principalDirection(vectors, 5);
      expect(dot(u, u)).toBeCloseTo(1, 9);
      for (const other of others) {
        const length = Math.sqrt(dot(other, other));
        if (length < 1e-6) continue;
        const direction = other.map((value) => value / length);
        expect(reach(vectors, direction)).toBeLessThanOrEqual(reach(vectors, u) + 1e-6);
      }
    }),
  );
});

test('vectors without length have no direction', () => {
  expect(principalDirection([[0, 0, 0]], 3)).toEqual([0, 0, 0]);
});
