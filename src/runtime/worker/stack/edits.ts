// What may be changed between the parts of a block, as inputs of its graph. A graph takes for each point two inputs that
// broadcast to the value there: it is multiplied by `<point>.keep`, then `<point>.add` is added. Ones and zeros change
// nothing, not a bit.

import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Ort } from '../ort.js';

/** The points, and how many dimensions their values have. Of T tokens: [1,T,d], [1,H,T,T] and [1,H,T,D]. */
export const EDIT_POINTS = {
  /** The residual stream before the block, between attention and MLP, and after it. */
  'residual.pre': 3,
  'residual.mid': 3,
  'residual.post': 3,
  /** Weights after the softmax. */
  attention: 4,
  /** What each head has read, before the output projection. */
  heads: 4,
} as const;

export type EditPoint = keyof typeof EDIT_POINTS;

/** Numbers and their shape, which broadcasts to the value's. */
export interface EditValues {
  readonly values: Float32Array;
  readonly dims: readonly number[];
}

export interface Edit {
  /** Ones without it. A patch at some positions keeps 0 there. */
  readonly keep?: EditValues;
  /** Zeros without it. */
  readonly add?: EditValues;
}

/** Edits of one layer. */
export type LayerEdits = Readonly<Partial<Record<EditPoint, Edit>>> & {
  /** Of attention: whether what is kept of a row is scaled so that the row sums to 1 again. */
  readonly rescale?: boolean;
};

/** A scale for each head of a layer: 1 leaves it on, 0 switches it off. Nothing where all are on. */
export function headScales(scales: Float32Array): LayerEdits | undefined {
  if (scales.every((scale) => scale === 1)) return undefined;
  return { heads: { keep: { values: scales, dims: [1, scales.length, 1, 1] } } };
}

/** Two edits with the same key change the same. */
export function editsKey(edits: LayerEdits | undefined): string {
  if (!edits) return '';
  return JSON.stringify(edits, (_name, value) =>
    value instanceof Float32Array ? [...value] : value,
  );
}

/** Whether they are the same for every token, so that a run of some tokens alone can be given them. */
export function areUniform(edits: LayerEdits | undefined): boolean {
  if (!edits) return true;
  return (Object.keys(EDIT_POINTS) as EditPoint[]).every((point) =>
    [edits[point]?.keep, edits[point]?.add].every((given) =>
      // The last but one dimension is the token's, and of attention the last is the key's.
      (given?.dims.slice(-2, point === 'attention' ? undefined : -1) ?? []).every(
        (length) => length === 1,
      ),
    ),
  );
}

/** What a graph's inputs get where nothing is edited; the tensors may be fed again and again. */
export function unedited({ Tensor }: Pick<Ort, 'Tensor'>): InferenceSession.OnnxValueMapType {
  const feeds: Record<string, Tensor> = {
    'attention.total': new Tensor('float32', Float32Array.of(-1), [1, 1, 1, 1]),
  };
  for (const [point, dimensions] of Object.entries(EDIT_POINTS)) {
    const one = Array.from({ length: dimensions }, () => 1);
    feeds[`${point}.keep`] = new Tensor('float32', Float32Array.of(1), one);
    feeds[`${point}.add`] = new Tensor('float32', Float32Array.of(0), one);
  }
  return feeds;
}

/**
 * The inputs that are others than those of `unedited`.
 * @param tokens of the whole text. @param width keys of a row in the graph, with the padding.
 */
export function editFeeds(
  { Tensor }: Pick<Ort, 'Tensor'>,
  edits: LayerEdits,
  { tokens, width }: { readonly tokens: number; readonly width: number },
): InferenceSession.OnnxValueMapType {
  const feeds: Record<string, Tensor> = {};
  const feed = (name: string, { values, dims }: EditValues) => {
    feeds[name] = new Tensor('float32', values, dims);
  };
  for (const point of Object.keys(EDIT_POINTS) as EditPoint[]) {
    for (const part of ['keep', 'add'] as const) {
      const given = edits[point]?.[part];
      if (!given) continue;
      feed(`${point}.${part}`, point === 'attention' ? overKeys(given, tokens, width) : given);
    }
  }
  if (edits.rescale) feed('attention.total', leftOver(edits.attention?.add, tokens));
  return feeds;
}

/** With a column for each key of the graph: nothing is kept of padding, and nothing is added to it. */
function overKeys({ values, dims }: EditValues, tokens: number, width: number): EditValues {
  const columns = dims.at(-1) ?? 1;
  const rows = values.length / columns;
  const wide = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let key = 0; key < tokens; key++) {
      wide[row * width + key] = values[row * columns + (key % columns)] as number;
    }
  }
  return { values: wide, dims: [...dims.slice(0, -1), width] };
}

/** What is left of 1 for the kept weights of a row. */
function leftOver(added: EditValues | undefined, tokens: number): EditValues {
  if (!added) return { values: Float32Array.of(1), dims: [1, 1, 1, 1] };
  const { values, dims } = overKeys(added, tokens, tokens);
  const left = new Float32Array(values.length / tokens).fill(1);
  for (const [at, value] of values.entries()) {
    const row = Math.floor(at / tokens);
    left[row] = (left[row] as number) - value;
  }
  return { values: left, dims: [...dims.slice(0, -1), 1] };
}
