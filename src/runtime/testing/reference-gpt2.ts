// GPT-2's forward pass in float64, written to be read: what the graphs are checked against.
// Formulas: Radford et al. 2019 and its code, github.com/openai/gpt-2, src/model.py.

import type { ModelArchitecture } from '../packs/manifest.js';

/** Values [rows,columns], row-major. The matrices of linear layers are output-major: a row makes one output. */
export interface ReferenceMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  /** Input channels that the WASM graph multiplies in float32. */
  readonly outliers?: readonly number[];
}

export interface ReferenceLinear {
  readonly weight: ReferenceMatrix;
  readonly bias: Float64Array;
}

export interface ReferenceNorm {
  readonly gain: Float64Array;
  readonly bias: Float64Array;
}

interface ReferenceBlock {
  readonly ln1: ReferenceNorm;
  readonly attention: ReferenceLinear;
  readonly attentionOut: ReferenceLinear;
  readonly ln2: ReferenceNorm;
  readonly mlp: ReferenceLinear;
  readonly mlpOut: ReferenceLinear;
}

export interface ReferenceWeights {
  readonly architecture: ModelArchitecture;
  /** Token embedding [V,d]. */
  readonly embedding: ReferenceMatrix;
  /** Output layer [V,d]; without it the embedding is. */
  readonly head?: ReferenceMatrix;
  /** [context,d]. */
  readonly positions: ReferenceMatrix;
  readonly blocks: readonly ReferenceBlock[];
  readonly lnFinal: ReferenceNorm;
}

export interface ReferenceOptions {
  /** [L,H], 1 = on, 0 = the head's output is switched off. Default: all on. */
  readonly headMask?: ArrayLike<number>;
  /**
   * `float`: activations as they are, as in the WebGPU graph (default). `quantised`: as in the WASM graph, a token's
   * activations are rounded before every product with a matrix, but for the matrix's outlier channels, to 127ths of their
   * largest magnitude.
   */
  readonly activations?: 'float' | 'quantised';
}

export interface ReferenceRun {
  /** Per layer [H,T,T]. */
  readonly attention: readonly Float64Array[];
  /** Per layer [T,3d]: query, key and value of all heads side by side. */
  readonly qkv: readonly Float64Array[];
  /** [V], of the last position. */
  readonly logits: Float64Array;
}

/** One row per token. */
type Rows = Float64Array[];

/** Runs the model on token ids. */
export function runReference(
  weights: ReferenceWeights,
  ids: readonly number[],
  { headMask, activations = 'float' }: ReferenceOptions = {},
): ReferenceRun {
  const { heads, layerNormEpsilon, activation } = weights.architecture;
  const activate = activation === 'gelu' ? gelu : geluNew;
  const rounded = (row: Float64Array, matrix: ReferenceMatrix) =>
    activations === 'float' ? row : roundActivations(row, matrix.outliers ?? []);
  const linear = (row: Float64Array, { weight, bias }: ReferenceLinear) =>
    add(multiply(weight, rounded(row, weight)), bias);
  const normed = (rows: Rows, norm: ReferenceNorm) =>
    rows.map((row) => layerNorm(row, norm, layerNormEpsilon));

  const attentions: Float64Array[] = [];
  const qkvs: Float64Array[] = [];
  let residual: Rows = ids.map((id, place) =>
    add(rowOf(weights.embedding, id), rowOf(weights.positions, place)),
  );
  for (const [layer, block] of weights.blocks.entries()) {
    const qkv = normed(residual, block.ln1).map((row) => linear(row, block.attention));
    const attention = Array.from({ length: heads }, (_, head) => attend(qkv, head, heads));
    const read = ids.map((_, query) =>
      concatenate(
        attention.map((weightsOfHead, head) => {
          const strength = headMask?.[layer * heads + head] ?? 1;
          return readValues(weightsOfHead[query] ?? [], qkv, head, heads).map((x) => x * strength);
        }),
      ),
    );
    residual = residual.map((row, at) => add(row, linear(read[at] ?? row, block.attentionOut)));
    const hidden = normed(residual, block.ln2).map((row) => linear(row, block.mlp));
    residual = residual.map((row, at) =>
      add(row, linear((hidden[at] ?? row).map(activate), block.mlpOut)),
    );
    attentions.push(concatenate(attention.flat()));
    qkvs.push(concatenate(qkv));
  }
  const last = residual.slice(-1);
  const head = weights.head ?? weights.embedding;
  const [logits = new Float64Array()] = normed(last, weights.lnFinal).map((row) =>
    multiply(head, rounded(row, head)),
  );
  return { attention: attentions, qkv: qkvs, logits };
}

/** Softmax of one head's scaled, causally masked scores: [T] rows of T weights. */
function attend(qkv: Rows, head: number, heads: number): Rows {
  return qkv.map((queryRow, query) => {
    const q = vectorOf(queryRow, 'query', head, heads);
    const scores = qkv.map((keyRow, key) =>
      key > query ? -Infinity : dot(q, vectorOf(keyRow, 'key', head, heads)) / Math.sqrt(q.length),
    );
    const largest = Math.max(...scores);
    const exponentials = scores.map((score) => Math.exp(score - largest));
    const sum = exponentials.reduce((total, value) => total + value, 0);
    return Float64Array.from(exponentials, (value) => value / sum);
  });
}

/** The values of all tokens, weighted by one query's attention: [headDim]. */
function readValues(
  weights: ArrayLike<number>,
  qkv: Rows,
  head: number,
  heads: number,
): Float64Array {
  const vectors = qkv.map((row) => vectorOf(row, 'value', head, heads));
  const read = new Float64Array(vectors[0]?.length ?? 0);
  for (const [key, vector] of vectors.entries()) {
    for (const [at, value] of vector.entries())
      read[at] = (read[at] ?? 0) + (weights[key] ?? 0) * value;
  }
  return read;
}

/** One head's part of a row of qkv. */
function vectorOf(
  row: Float64Array,
  part: 'query' | 'key' | 'value',
  head: number,
  heads: number,
): Float64Array {
  const dModel = row.length / 3;
  const headDim = dModel / heads;
  const start = { query: 0, key: 1, value: 2 }[part] * dModel + head * headDim;
  return row.subarray(start, start + headDim);
}

function layerNorm(
  row: Float64Array,
  { gain, bias }: ReferenceNorm,
  epsilon: number,
): Float64Array {
  const mean = row.reduce((total, value) => total + value, 0) / row.length;
  const variance = row.reduce((total, value) => total + (value - mean) ** 2, 0) / row.length;
  const deviation = Math.sqrt(variance + epsilon);
  return row.map((value, at) => ((value - mean) / deviation) * (gain[at] ?? 0) + (bias[at] ?? 0));
}

/** gelu_new: the tanh approximation of Hendrycks & Gimpel 2016. */
function geluNew(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

/** x times the probability that a standard normal variable is below it. */
function gelu(x: number): number {
  return 0.5 * x * (1 + errorFunction(x / Math.SQRT2));
}

/** By its series of positive terms, exact to float64 (Abramowitz & Stegun 1964, 7.1.6). */
function errorFunction(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = (2 / Math.sqrt(Math.PI)) * x * Math.exp(-x * x);
  let sum = 0;
  for (let n = 1; sum + term !== sum; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 1);
  }
  return sum;
}

/**
 * Rounded to whole steps, each a 127th of the largest magnitude, but for `exact` channels. Ties to even, in float32, as the
 * graph does it.
 */
function roundActivations(row: Float64Array, exact: readonly number[]): Float64Array {
  const others = Float64Array.from(row);
  for (const channel of exact) others[channel] = 0;
  const step = Math.max(Math.fround(largestMagnitude(others) / 127), 1e-30);
  const rounded = others.map((value) => roundHalfToEven(Math.fround(value / step)) * step);
  for (const channel of exact) rounded[channel] = row[channel] ?? 0;
  return rounded;
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function multiply(matrix: ReferenceMatrix, x: Float64Array): Float64Array {
  return Float64Array.from({ length: matrix.rows }, (_, row) => dot(rowOf(matrix, row), x));
}

function rowOf({ columns, values }: ReferenceMatrix, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, at) => value + (b[at] ?? 0));
}

function concatenate(rows: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(rows.reduce((total, row) => total + row.length, 0));
  let at = 0;
  for (const row of rows) {
    joined.set(row, at);
    at += row.length;
  }
  return joined;
}

function largestMagnitude(values: Float64Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
