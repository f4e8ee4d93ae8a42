// How far one attention is from another.

export interface AttentionDifference {
  readonly maxError: number;
  /** Half the sum of a row's absolute differences, over all rows: 0 to 1. */
  readonly meanTotalVariation: number;
  /** Rows whose strongest key is another, although the expected two strongest are more than `CLEAR_LEAD` apart. */
  readonly topKeyFlips: number;
  readonly rows: number;
}

/** Below this lead, which key is the strongest is chance. */
const CLEAR_LEAD = 0.01;

/** @param found, expected rows of `keys` weights each, as many as one likes: [H,T,T] flat, say. */
export function compareAttention(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  keys: number,
): AttentionDifference {
  if (found.length !== expected.length || found.length % keys !== 0) {
    throw new RangeError(`${found.length} and ${expected.length} weights are not rows of ${keys}.`);
  }
  const rows = found.length / keys;
  let [maxError, totalVariation, topKeyFlips] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const [one, other] = [rowOf(found, row, keys), rowOf(expected, row, keys)];
    const errors = one.map((weight, key) => Math.abs(weight - (other[key] ?? 0)));
    maxError = Math.max(maxError, ...errors);
    totalVariation += errors.reduce((total, error) => total + error, 0) / 2;
    const top = topKey(other);
    if (topKey(one) !== top && lead(other, top) > CLEAR_LEAD) topKeyFlips++;
  }
  return { maxError, meanTotalVariation: totalVariation / rows, topKeyFlips, rows };
}

function rowOf(weights: ArrayLike<number>, row: number, keys: number): number[] {
  return Array.from({ length: keys }, (_, key) => weights[row * keys + key] ?? 0);
}

function topKey(row: readonly number[]): number {
  return row.indexOf(Math.max(...row));
}

/** How much larger the weight of the strongest key is than any other. */
function lead(row: readonly number[], top: number): number {
  return (row[top] ?? 0) - Math.max(0, ...row.filter((_, key) => key !== top));
}
