import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attend, mix } from './attend.js';

const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
const point = fc.tuple(coordinate, coordinate);
const scene = fc.record({
  query: point,
  tokens: fc.array(fc.tuple(point, point), { minLength: 2, maxLength: 6 }),
  scale: fc.double({ min: 0.05, max: 40, noNaN: true }),
});
type Pair = readonly [number, number];

const turn = ([x, y]: Pair, angle: number): Pair => [
  Math.cos(angle) * x - Math.sin(angle) * y,
  Math.sin(angle) * x + Math.cos(angle) * y,
];

test('the default vectors give the scores and weights that the essay names', () => {
  const keys = [
    [0.85, 0.28],
    [-0.12, 0.6],
    [-0.9, -0.24],
  ];
  const { scores, weights } = attend([1, 0.5], keys, Math.SQRT2);
  expect(scores.map((score) => score.toFixed(2))).toEqual(['0.99', '0.18', '-1.02']);
  expect(weights.map((weight) => weight.toFixed(2))).toEqual(['0.55', '0.31', '0.13']);
});

test('the mix lies in the hull of the values: no direction reaches beyond the furthest value', () => {
  fc.assert(
    fc.property(scene, ({ query, tokens, scale }) => {
      const values = tokens.map(([, value]) => value);
      const { weights } = attend(
        query,
        tokens.map(([key]) => key),
        scale,
      );
      const [x = 0, y = 0] = mix(weights, values);
      for (let step = 0; step < 64; step++) {
        const [dx, dy] = turn([1, 0], (2 * Math.PI * step) / 64);
        const furthest = Math.max(...values.map(([vx, vy]) => dx * vx + dy * vy));
        expect(dx * x + dy * y).toBeLessThanOrEqual(furthest + 1e-9);
      }
    }),
  );
});

test('turning the whole scene changes no score and no weight, and turns the mix', () => {
  fc.assert(
    fc.property(scene, fc.double({ min: -7, max: 7, noNaN: true }), (found, angle) => {
      const { query, tokens, scale } = found;
      const here = attend(
        query,
        tokens.map(([key]) => key),
        scale,
      );
      const there = attend(
        turn(query, angle),
        tokens.map(([key]) => turn(key, angle)),
        scale,
      );
      const out = mix(
        here.weights,
        tokens.map(([, value]) => value),
      ) as unknown as Pair;
      const turned = mix(
        there.weights,
        tokens.map(([, value]) => turn(value, angle)),
      );
      const near = (a: readonly number[], b: readonly number[]) => {
        for (const [i, x] of a.entries()) expect(b[i]).toBeCloseTo(x, 9);
      };
      near(here.scores, there.scores);
      near(here.weights, there.weights);
      near(turn(out, angle), turned);
    }),
  );
});

test('a masked key keeps its score and has no weight', () => {
  const { scores, weights } = attend([1], [[3], [1], [1]], 1, (index) => index === 0);
  expect(scores).toEqual([3, 1, 1]);
  expect(weights).toEqual([0, 0.5, 0.5]);
});
