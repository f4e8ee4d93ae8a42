import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTraceText, readQkv } from '../trace/index.js';
import { dot, mix } from './attend.js';
import { type Point, projectOnPrincipal, projectOnQuery } from './project.js';
import { softmax } from './softmax.js';

const component = fc.double({ min: -10, max: 10, noNaN: true });
const vector = fc.array(component, { minLength: 6, maxLength: 6 });
const vectors = fc.array(vector, { minLength: 1, maxLength: 7 });

test('every q.k survives the projection, and no key grows', () => {
  fc.assert(
    fc.property(vector, vectors, (query, keys) => {
      const plane = projectOnQuery(query, keys);
      keys.forEach((key, index) => {
        const point = plane.points[index] as Point;
        expect(dot(plane.query, point)).toBeCloseTo(dot(query, key), 8);
        expect(dot(point, point)).toBeLessThanOrEqual(dot(key, key) + 1e-6);
      });
      expect(plane.scoreError).toBeLessThan(1e-8);
      expect(plane.lost).toBeGreaterThanOrEqual(0);
      expect(plane.lost).toBeLessThanOrEqual(1);
    }),
  );
});

test('vectors of a plane lose nothing', () => {
  const [a, b] = [
    [1, 2, 0, 0],
    [0, 0, 3, -1],
  ] as const;
  const inPlane = (x: number, y: number) => a.map((value, i) => x * value + y * (b[i] ?? 0));
  const { lost, points } = projectOnQuery(inPlane(1, 0.5), [inPlane(2, -1), inPlane(-0.5, 3)]);
  expect(lost).toBeCloseTo(0, 12);
  expect(points[0]?.[1]).toBeGreaterThan(0);
});

test('a query without length still has a plane, in which every q.k is 0', () => {
  const plane = projectOnQuery([0, 0, 0], [[1, 2, 2]]);
  expect(plane.query).toEqual([0, 0]);
  expect(plane.points[0]?.[0]).toBeCloseTo(3, 12);
});

test.each([5e-324, 1e-200, 1e200])('a query of length %d has a plane like another', (length) => {
  const { points } = projectOnQuery([0, 0, length, length], [[1, 2, 3, 4]]);
  expect(points[0]?.[0]).toBeCloseTo(7 / Math.SQRT2, 12);
});

test('keys along the query lie on a line, whatever rounding leaves across it', () => {
  fc.assert(
    fc.property(
      fc.array(component, { minLength: 64, maxLength: 64 }).filter((q) => dot(q, q) > 1),
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 }),
      (query, factors) => {
        const keys = factors.map((factor) => query.map((value) => factor * value));
        const { points, lost } = projectOnQuery(query, keys);
        const length = Math.sqrt(dot(query, query));
        points.forEach(([x, y], index) => {
          expect(x).toBeCloseTo((factors[index] ?? 0) * length, 8);
          expect(Math.abs(y)).toBeLessThan(1e-8 * length);
        });
        expect(lost).toBeLessThan(1e-9);
      },
    ),
  );
});

test('the two axes are at right angles, however little of the keys lies across the query', () => {
  const query = Array.from({ length: 64 }, (_, i) => Math.sin(1 + 7 * i));
  for (const little of [1e-4, 1e-8, 1e-10, 1e-12, 1e-14]) {
    const keys = [3, -2, 0.5].map((factor, key) =>
      query.map((value, i) => factor * value + little * Math.cos(key + 3 * i)),
    );
    const { points } = projectOnQuery(query, keys);
    points.forEach((point, index) => {
      const key = keys[index] as number[];
      expect(dot(point, point)).toBeLessThanOrEqual(dot(key, key) * (1 + 1e-12));
      expect(Math.abs(point[1])).toBeLessThan(64 * little + 1e-12);
    });
  }
});

test('the mix of projected values is the projected mix', () => {
  fc.assert(
    fc.property(vectors, (values) => {
      const weights = softmax(values.map((value) => value[0] ?? 0));
      const mixed = mix(weights, values);
      const { points } = projectOnPrincipal([...values, mixed]);
      const [x = 0, y = 0] = mix(weights, points.slice(0, -1));
      const [mx = 0, my = 0] = points.at(-1) ?? [];
      expect(Math.hypot(x - mx, y - my)).toBeLessThan(1e-8);
    }),
  );
});

test('of 144 heads and 9 queries of GPT-2 small: q.k are kept, and their softmax is the recorded attention', async () => {
  const traces = new URL('../../../traces/', import.meta.url);
  const read = (name: string) => readFile(new URL(name, traces));
  const trace = parseTraceText((await read('john-smith.json')).toString());
  const bytes = await read('john-smith.qkv.bin');
  const recorded = JSON.parse((await read('recordings/john-smith-qk.json')).toString());
  const recording = readQkv(trace, Uint8Array.from(bytes).buffer);
  let [worstScore, worstWeight] = [0, 0];
  for (let layer = 0; layer < 12; layer++) {
    for (let head = 0; head < 12; head++) {
      const [q, k] = [recording.vectors('q', layer, head), recording.vectors('k', layer, head)];
      const at = (all: Float32Array, token: number) => all.subarray(64 * token, 64 * token + 64);
      for (let token = 0; token < 9; token++) {
        const query = at(q, token);
        const keys = Array.from({ length: token + 1 }, (_, key) => at(k, key));
        const plane = projectOnQuery(query, keys);
        const scores = plane.points.map((point) => dot(plane.query, point));
        scores.forEach((score, key) => {
          const whole = dot(query, keys[key] as Float32Array);
          const error = Math.abs(score - whole) / Math.max(1, Math.abs(whole));
          worstScore = Math.max(worstScore, error);
        });
        softmax(scores, 8).forEach((weight, key) => {
          const error = Math.abs(weight - recorded.attention[layer][head][token][key]);
          worstWeight = Math.max(worstWeight, error);
        });
      }
    }
  }
  expect(worstScore).toBeLessThan(1e-4);
  expect(worstWeight).toBeLessThan(2e-3);
});
