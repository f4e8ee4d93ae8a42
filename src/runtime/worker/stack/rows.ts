// Arrays of a run that continues an earlier one: what was known and what is new, put together.

/** Large enough that exp(masked - largest) is exactly 0 for any score, and finite: infinities make NaN on some devices. */
export const MASKED = -1e30;

/**
 * What is added to scores [N,K] so that no token looks ahead, nor at padding.
 * @param known tokens before the first row. @param width keys of a row, with the padding.
 */
export function causalMask(known: number, tokens: number, width: number): Float32Array {
  const mask = new Float32Array(tokens * width);
  for (let row = 0; row < tokens; row++) {
    mask.fill(MASKED, row * width + known + row + 1, (row + 1) * width);
  }
  return mask;
}

/** Rows of which only the beginnings are taken. */
export interface RowPart {
  readonly values: Float32Array;
  /** From one row to the next. */
  readonly stride: number;
  /** What is taken. */
  readonly length: number;
}

/** `rows` rows of two parts side by side; the right one's own array where that is all. */
export function joinRows(rows: number, left: RowPart, right: RowPart): Float32Array {
  if (left.length === 0 && right.stride === right.length) return right.values;
  const length = left.length + right.length;
  const joined = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    for (const [part, at] of [
      [left, row * length],
      [right, row * length + left.length],
    ] as const) {
      const start = row * part.stride;
      joined.set(part.values.subarray(start, start + part.length), at);
    }
  }
  return joined;
}

/**
 * Attention [H,T,T] of rows that were known, [H,S,S] of S tokens of which the first `known` count, and of new ones
 * [H,rows,width], of whose rows and columns the last may be padding; the new ones' own array where that is all.
 */
export function joinAttention(
  heads: number,
  before: { readonly attention: Float32Array; readonly tokens: number; readonly known: number },
  fresh: {
    readonly attention: Float32Array;
    readonly tokens: number;
    readonly rows: number;
    readonly width: number;
  },
): Float32Array {
  const { known } = before;
  if (known === 0 && fresh.rows === fresh.tokens && fresh.width === fresh.tokens) {
    return fresh.attention;
  }
  const total = known + fresh.tokens;
  const joined = new Float32Array(heads * total ** 2);
  for (let head = 0; head < heads; head++) {
    for (let query = 0; query < known; query++) {
      const start = (head * before.tokens + query) * before.tokens;
      // Its own keys are all that it may read.
      const row = before.attention.subarray(start, start + known);
      joined.set(row, (head * total + query) * total);
    }
    for (let row = 0; row < fresh.tokens; row++) {
      const start = (head * fresh.rows + row) * fresh.width;
      const weights = fresh.attention.subarray(start, start + total);
      joined.set(weights, (head * total + known + row) * total);
    }
  }
  return joined;
}
