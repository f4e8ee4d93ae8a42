import { expect, test } from 'vitest';
import { attentionProblem, numbersProblem } from './model-output.js';

/** Of one head over two tokens. */
const ROWS = { known: 0, tokens: 2, width: 2 };

const problemOf = (weights: Float32Array, rows = ROWS, edited = false) =>
  attentionProblem('attention.0', weights, 1, rows, edited);

test('sound output has no problem', () => {
  expect(problemOf(Float32Array.of(1, 0, 0.25, 0.75))).toBeUndefined();
  expect(numbersProblem('logits', Float32Array.of(1, 2, 3), 3)).toBeUndefined();
});

test.each([
  ['one number for all rows', Float32Array.of(1), 'attention.0 has 1 numbers, not 4'],
  ['NaN', Float32Array.of(1, 0, Number.NaN, 1), 'rows that do not sum to 1'],
  ['zeros, as a device that computes nothing leaves them', new Float32Array(4), 'do not sum to 1'],
  ['sevens', new Float32Array(4).fill(7), 'rows that do not sum to 1'],
  ['a negative weight', Float32Array.of(1, 0, -1, 2), 'rows that do not sum to 1'],
  ['weight on a later token', Float32Array.of(0.5, 0.5, 0.5, 0.5), 'rows that do not sum to 1'],
  ['Infinity', Float32Array.of(1, 0, Number.POSITIVE_INFINITY, 0), 'rows that do not sum to 1'],
])('attention of %s is refused', (_, weights, problem) => {
  expect(problemOf(weights)).toMatch(problem);
});

test('of a token after two known ones three keys count, and no padding', () => {
  const rows = { known: 2, tokens: 1, width: 4 };
  expect(problemOf(Float32Array.of(0.25, 0.25, 0.5, 0), rows)).toBeUndefined();
  expect(problemOf(Float32Array.of(0.25, 0.25, 0.25, 0.25), rows)).toMatch('do not sum to 1');
});

test('what was edited need not sum to 1, but has to be numbers', () => {
  expect(problemOf(Float32Array.of(1, 0, 0.25, 0), ROWS, true)).toBeUndefined();
  expect(problemOf(Float32Array.of(1, 0, Number.NaN, 0), ROWS, true)).toMatch('not finite');
});

test.each([
  ['logits', new Float32Array(0), 3, 'logits has 0 numbers, not 3'],
  ['logits', Float32Array.of(1, Number.NaN, 3), 3, 'logits has values that are not finite'],
  ['qkv.0', new Float32Array(5), 6, 'qkv.0 has 5 numbers, not 6'],
  ['qkv.0', new Float32Array(6).fill(1 / 0), 6, 'qkv.0 has values that'],
] as const)('%s of the wrong size or not finite are refused', (name, numbers, size, problem) => {
  expect(numbersProblem(name, numbers, size)).toMatch(problem);
});

test('weights are taken as float32 computes them', () => {
  const tokens = 1000;
  const weights = new Float32Array(tokens ** 2);
  for (let query = 0; query < tokens; query++) {
    weights.fill(1 / (query + 1), query * tokens, query * tokens + query + 1);
  }
  expect(problemOf(weights, { known: 0, tokens, width: tokens })).toBeUndefined();
});
