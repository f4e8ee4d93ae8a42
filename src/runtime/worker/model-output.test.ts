import { expect, test } from 'vitest';
import { type ModelOutput, outputProblem } from './model-output.js';

const SHAPE = { tokens: 2, heads: 1, dModel: 1, vocab: 3 };

/** Of one layer: token 0 reads itself, token 1 both. */
function output(changes: Partial<ModelOutput> = {}): ModelOutput {
  return {
    attention: [Float32Array.of(1, 0, 0.25, 0.75)],
    qkv: new Map([[0, new Float32Array(6)]]),
    logits: Float32Array.of(1, 2, 3),
    ...changes,
  };
}

test('sound output has no problem', () => {
  expect(outputProblem(output(), SHAPE)).toBeUndefined();
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
  expect(outputProblem(output({ attention: [weights] }), SHAPE)).toMatch(problem);
});

test.each([
  ['logits', { logits: new Float32Array(0) }, 'logits has 0 numbers, not 3'],
  [
    'logits',
    { logits: Float32Array.of(1, Number.NaN, 3) },
    'logits has values that are not finite',
  ],
  ['qkv', { qkv: new Map([[0, new Float32Array(5)]]) }, 'qkv.0 has 5 numbers, not 6'],
  ['qkv', { qkv: new Map([[0, new Float32Array(6).fill(1 / 0)]]) }, 'qkv.0 has values that'],
] as const)('%s of the wrong size or not finite are refused', (_, changes, problem) => {
  expect(outputProblem(output(changes), SHAPE)).toMatch(problem);
});

test('weights are taken as float32 computes them', () => {
  const tokens = 1000;
  const weights = new Float32Array(tokens ** 2);
  for (let query = 0; query < tokens; query++) {
    weights.fill(1 / (query + 1), query * tokens, query * tokens + query + 1);
  }
  const shape = { ...SHAPE, tokens };
  expect(outputProblem(output({ attention: [weights], qkv: new Map() }), shape)).toBeUndefined();
});
