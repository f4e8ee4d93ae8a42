// The direction in which a set of vectors reaches furthest.

import { dot, mix, type Vector } from './attend.js';
import { times } from './times.js';

/** Squarings of a matrix: the same as 2^40 steps of the power method. */
const SQUARINGS = 40;

/**
 * The unit vector u [d] with the largest sum of (v.u)² over `vectors` [n][d]: their first principal direction about the
 * origin. Zeros where all vectors are zero. Its sign means nothing.
 *
 * About the origin rather than the mean, for arrows start there: of all directions it leaves the least of their squared
 * length out.
 */
export function principalDirection(vectors: readonly Vector[], dimension: number): number[] {
  if (vectors.length > dimension) return unit(dominant(moments(transpose(vectors, dimension))));
  // The few products of the vectors with each other know the same direction, as a mix of the vectors.
  return unit(mix(dominant(moments(vectors)), vectors));
}

/** What is in a list of any kind, as an array. */
export function valuesOf(vector: Vector): number[] {
  return times(vector.length, (at) => vector[at] as number);
}

/** `vector` at length 1; zeros stay zeros. */
export function unit(vector: Vector): number[] {
  // The largest part to 1 first: squares of very small or large numbers are no longer numbers.
  const largest = Math.max(0, ...valuesOf(vector).map(Math.abs));
  const scaled = valuesOf(vector).map((value) => (largest > 0 ? value / largest : 0));
  const length = Math.sqrt(dot(scaled, scaled));
  return scaled.map((value) => (length > 0 ? value / length : 0));
}

/** `vector` without its part along the unit vector `axis`. */
export function across(vector: Vector, axis: Vector): number[] {
  const along = dot(vector, axis);
  return valuesOf(vector).map((value, i) => value - along * (axis[i] as number));
}

/** The product of every two rows [n,n]. */
function moments(rows: readonly Vector[]): Float64Array[] {
  return rows.map((row) => Float64Array.from(rows, (other) => dot(row, other)));
}

function transpose(rows: readonly Vector[], columns: number): Vector[] {
  return times(columns, (column) => rows.map((row) => row[column] as number));
}

/** A vector along the largest eigenvalue of a symmetric matrix without negative ones. */
function dominant(matrix: Float64Array[]): number[] {
  let power = matrix;
  for (let step = 0; step < SQUARINGS; step++) {
    const trace = power.reduce((sum, row, i) => sum + (row[i] as number), 0);
    if (!(trace > 0)) break;
    // Of a symmetric matrix, the products of the rows are the square.
    power = moments(power.map((row) => row.map((value) => value / trace)));
  }
  // By now every row is a multiple of the vector; the longest is the most exact.
  let longest: Vector = power[0] ?? [];
  for (const row of power) if (dot(row, row) > dot(longest, longest)) longest = row;
  return valuesOf(longest);
}
