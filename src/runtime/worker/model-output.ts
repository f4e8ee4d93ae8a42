// What a run gives is looked at before it is shown: a device or a pack may compute nonsense and report success.

/** How far from 1 the sum of a row may be: rounding a thousand weights to float32 makes a hundredth of that. */
const TOLERANCE = 1e-3;

/** What cannot be right of an output, as "logits has values that are not finite"; nothing where all is well. */
export function numbersProblem(
  name: string,
  numbers: Float32Array,
  size: number,
): string | undefined {
  return (
    sizeProblem(name, numbers, size) ??
    (areFinite(numbers) ? undefined : `${name} has values that are not finite`)
  );
}

/** Products with 0 are 0, except those of infinities and NaN. Their sum takes a tenth of the time that asking each number does. */
function areFinite(numbers: Float32Array): boolean {
  let sum = 0;
  for (let at = 0; at < numbers.length; at++) sum += 0 * (numbers[at] as number);
  return sum === 0;
}

export function sizeProblem(
  name: string,
  { length }: Float32Array,
  size: number,
): string | undefined {
  return length === size ? undefined : `${name} has ${length} numbers, not ${size}`;
}

/** The rows of attention [H,N,width] of the tokens after `known` others. */
export interface AttentionRows {
  readonly known: number;
  readonly tokens: number;
  readonly width: number;
}

/**
 * What cannot be right of attention [H,N,width].
 * @param edited weights that were edited need not sum to 1.
 */
export function attentionProblem(
  name: string,
  attention: Float32Array,
  heads: number,
  rows: AttentionRows,
  edited: boolean,
): string | undefined {
  const size = heads * rows.tokens * rows.width;
  if (edited) return numbersProblem(name, attention, size);
  return (
    sizeProblem(name, attention, size) ??
    (sumToOne(attention, rows) ? undefined : `${name} has rows that do not sum to 1`)
  );
}

/** Of a row only the keys that its token may read count: what lies on later ones, or on padding, is missing in the sum. */
function sumToOne(attention: Float32Array, { known, tokens, width }: AttentionRows): boolean {
  for (let row = 0; row * width < attention.length; row++) {
    const start = row * width;
    let sum = 0;
    for (let key = 0; key <= known + (row % tokens); key++) {
      const weight = attention[start + key] as number;
      // NaN is none of these.
      if (!(weight >= 0)) return false;
      sum += weight;
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) return false;
  }
  return true;
}
