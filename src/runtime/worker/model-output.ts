// What a run gives. It is looked at before it is shown: a device or a pack may compute nonsense and report success.

export interface ModelOutput<Numbers extends Float32Array = Float32Array> {
  /** Per layer [H,T,T]. */
  readonly attention: readonly Numbers[];
  /** Per layer asked for [T,3 dModel]. */
  readonly qkv: ReadonlyMap<number, Numbers>;
  /** [vocab], of the last position. */
  readonly logits: Float32Array;
}

/** The numbers of a run that say how large its outputs are. */
export interface OutputShape {
  readonly tokens: number;
  readonly heads: number;
  readonly dModel: number;
  readonly vocab: number;
}

/** How far from 1 the sum of a row may be: rounding a thousand weights to float32 makes a hundredth of that. */
const TOLERANCE = 1e-3;

/** What cannot be right, as "attention.3 has rows that do not sum to 1"; nothing where all is well. */
export function outputProblem(
  { attention, qkv, logits }: ModelOutput,
  { tokens, heads, dModel, vocab }: OutputShape,
): string | undefined {
  for (const [layer, weights] of attention.entries()) {
    const name = `attention.${layer}`;
    const problem = sizeProblem(name, weights, heads * tokens ** 2);
    if (problem) return problem;
    if (!sumsToOne(weights, tokens)) return `${name} has rows that do not sum to 1`;
  }
  for (const [layer, vectors] of qkv) {
    const problem = numbersProblem(`qkv.${layer}`, vectors, tokens * 3 * dModel);
    if (problem) return problem;
  }
  return numbersProblem('logits', logits, vocab);
}

function numbersProblem(name: string, numbers: Float32Array, size: number): string | undefined {
  return (
    sizeProblem(name, numbers, size) ??
    (numbers.every(Number.isFinite) ? undefined : `${name} has values that are not finite`)
  );
}

function sizeProblem(name: string, { length }: Float32Array, size: number): string | undefined {
  return length === size ? undefined : `${name} has ${length} numbers, not ${size}`;
}

/** @param weights [H,T,T]. Of a row only the keys that its token may read count: what lies on later ones is missing in the sum. */
function sumsToOne(weights: Float32Array, tokens: number): boolean {
  for (let row = 0; row * tokens < weights.length; row++) {
    const start = row * tokens;
    let sum = 0;
    for (let key = 0; key <= row % tokens; key++) {
      const weight = weights[start + key] as number;
      // NaN is none of these.
      if (!(weight >= 0)) return false;
      sum += weight;
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) return false;
  }
  return true;
}
