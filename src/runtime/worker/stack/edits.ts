// What may be changed between the parts of a block. A value is multiplied by `keep`, then `add` is added; both broadcast. The
// residual stream before and after a block passes through JavaScript and is changed there; what lies within a block has two
// inputs in its graph, which are one and zero where nothing is edited, and so change no bit.

import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Ort } from '../ort.js';
import { causalMask, MASKED } from './rows.js';

/** The points within a block that its graph has inputs for, and how many dimensions their values have. */
export const GRAPH_POINTS = {
  /** The residual stream between attention and MLP [1,T,d]. */
  'residual.mid': 3,
  /** Weights after the softmax [1,H,T,T]. */
  attention: 4,
  /** What each head has read, before the output projection [1,H,T,D]. */
  heads: 4,
} as const;

type GraphPoint = keyof typeof GRAPH_POINTS;

/** The other two: the residual stream before the block and after it [1,T,d]. */
type EditPoint = GraphPoint | 'residual.pre' | 'residual.post';

/** Numbers and their shape, which broadcasts to the value's. */
interface EditValues {
  readonly values: Float32Array;
  readonly dims: readonly number[];
}

interface Edit {
  /** Ones without it. A patch at some positions keeps 0 there. */
  readonly keep?: EditValues;
  /** Zeros without it. */
  readonly add?: EditValues;
}

/** Edits of one layer. */
export type LayerEdits = Readonly<Partial<Record<EditPoint, Edit>>> & {
  /** Of attention, whose `keep` is not negative then: what is kept of a row is scaled so that the row sums to 1 again. */
  readonly rescale?: boolean;
};

/** A scale for each head of a layer: 1 leaves it on, 0 switches it off. Nothing where all are on. */
export function headScales(scales: Float32Array): LayerEdits | undefined {
  if (scales.every((scale) => scale === 1)) return undefined;
  return { heads: { keep: { values: scales, dims: [1, scales.length, 1, 1] } } };
}

/** By layer, what a mask [L,H] changes. */
export function maskEdits(
  mask: Float32Array | undefined,
  layers: number,
): (LayerEdits | undefined)[] {
  const heads = (mask?.length ?? 0) / layers;
  return Array.from({ length: layers }, (_, layer) =>
    mask ? headScales(mask.slice(layer * heads, (layer + 1) * heads)) : undefined,
  );
}

/** Two edits with the same key change the same. */
export function editsKey(edits: LayerEdits | undefined): string {
  if (!edits) return '';
  return JSON.stringify(edits, (_name, value) =>
    value instanceof Float32Array ? [...value] : value,
  );
}

/** Whether they are the same for every token, so that a run of some tokens alone can be given them. */
export function areUniform({
  attention,
  heads,
  rescale: _,
  ...residual
}: LayerEdits = {}): boolean {
  // The last but one dimension is the token's, and of attention the last is the key's.
  const isUniform = ({ keep, add }: Edit, dimensions: readonly [number, number?]) =>
    [keep, add].every((given) =>
      (given?.dims ?? []).slice(...dimensions).every((length) => length === 1),
    );
  return (
    isUniform(attention ?? {}, [-2]) &&
    [heads ?? {}, ...Object.values(residual)].every((edit) => isUniform(edit, [-2, -1]))
  );
}

/** What a graph's inputs get where nothing is edited; the tensors may be fed again and again. */
export function unedited({ Tensor }: Pick<Ort, 'Tensor'>): InferenceSession.OnnxValueMapType {
  const feeds: Record<string, Tensor> = {};
  for (const [point, dimensions] of Object.entries(GRAPH_POINTS)) {
    const one = Array.from({ length: dimensions }, () => 1);
    feeds[`${point}.keep`] = new Tensor('float32', Float32Array.of(1), one);
    feeds[`${point}.add`] = new Tensor('float32', Float32Array.of(0), one);
  }
  return feeds;
}

/** Rows of a graph: those of the tokens after the `known` ones of a text. */
export interface GraphRows {
  readonly known: number;
  /** Of the whole text. */
  readonly tokens: number;
  /** Rows and columns of attention, with their padding. */
  readonly rows: number;
  readonly width: number;
}

/** The inputs of a graph that edits change, and the mask, which cuts edges where a row is scaled. */
export function editFeeds(
  { Tensor }: Pick<Ort, 'Tensor'>,
  edits: LayerEdits | undefined,
  rows: GraphRows,
): InferenceSession.OnnxValueMapType {
  const feeds: Record<string, Tensor> = {};
  const feed = (name: string, given: EditValues | undefined) => {
    if (given) feeds[name] = new Tensor('float32', given.values, given.dims);
  };
  const { mask, keep, add } = attentionInputs(edits, rows);
  feed('mask', mask);
  feed('attention.keep', keep);
  feed('attention.add', add);
  for (const point of ['residual.mid', 'heads'] as const) {
    feed(`${point}.keep`, edits?.[point]?.keep);
    feed(`${point}.add`, edits?.[point]?.add);
  }
  return feeds;
}

/**
 * Weights that are kept and scaled so that their row sums to 1 are those of a softmax over scores to which their logarithms
 * were added. So the mask does that, and the graph need not sum.
 */
function attentionInputs(
  { attention = {}, rescale = false }: LayerEdits = {},
  { known, tokens, rows, width }: GraphRows,
): { readonly mask: EditValues } & Edit {
  const causal = { values: causalMask(known, rows, width), dims: [1, 1, rows, width] };
  const { keep, add } = attention;
  const added = add && overKeys(add, tokens, width);
  const spread = { mask: causal, ...(added && { add: added }) };
  if (!rescale) return { ...spread, ...(keep && { keep: overKeys(keep, tokens, width) }) };
  const heads = Math.max(keep?.dims[1] ?? 1, add?.dims[1] ?? 1);
  const mask = new Float32Array(heads * rows * width);
  const left = new Float32Array(heads * rows);
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < rows; row++) {
      let [kept, given] = [0, 0];
      for (let key = 0; key < width; key++) {
        const base = causal.values[row * width + key] as number;
        const share = key < tokens ? valueAt(keep, head, row, key, 1) : 0;
        mask[(head * rows + row) * width + key] = share > 0 ? base + Math.log(share) : MASKED;
        if (base === 0) kept += share;
        if (key < tokens) given += valueAt(add, head, row, key, 0);
      }
      // Of a row of which nothing is kept the softmax says nothing.
      left[head * rows + row] = kept > 0 ? 1 - given : 0;
    }
  }
  return {
    ...spread,
    mask: { values: mask, dims: [1, heads, rows, width] },
    keep: { values: left, dims: [1, heads, rows, 1] },
  };
}

/** Of an edit of attention, which broadcasts. */
function valueAt(
  edit: EditValues | undefined,
  head: number,
  row: number,
  key: number,
  otherwise: number,
): number {
  if (!edit) return otherwise;
  const [, heads = 1, rows = 1, keys = 1] = edit.dims;
  return edit.values[((head % heads) * rows + (row % rows)) * keys + (key % keys)] ?? otherwise;
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

/** A residual stream [N,d] with an edit; the same array without one. */
export function editResidual(
  residual: Float32Array,
  width: number,
  edit: Edit | undefined,
): Float32Array {
  if (!edit) return residual;
  const read = (given: EditValues | undefined, at: number, otherwise: number) => {
    if (!given) return otherwise;
    const [, rows = 1, columns = 1] = given.dims;
    const row = Math.floor(at / width) % rows;
    return given.values[row * columns + ((at % width) % columns)] ?? otherwise;
  };
  return residual.map((value, at) => value * read(edit.keep, at, 1) + read(edit.add, at, 0));
}
