// A model as a stack of blocks: ids in; attention, vectors and logits out, layer by layer. The residual stream goes from
// session to session here, and what an earlier run has computed is put before what is new. It does not know text, nor where
// its parts come from.

import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { ModelArchitecture } from '../../packs/manifest.js';
import { throwIfAborted } from '../../runtime-error.js';
import { attentionProblem, numbersProblem, sizeProblem } from '../model-output.js';
import type { Ort } from '../ort.js';
import { arrival } from './arrival.js';
import {
  areUniform,
  editFeeds,
  editResidual,
  editsKey,
  type LayerEdits,
  unedited,
} from './edits.js';
import type { KeptLayer, KeptRun, Reuse } from './kept-runs.js';
import type { Lock } from './lock.js';
import type { RowTable } from './row-table.js';
import { joinAttention, joinRows } from './rows.js';

/** What a stack is made of. A part may still be on its way. */
export interface StackParts {
  readonly ort: Pick<Ort, 'Tensor'>;
  readonly architecture: ModelArchitecture;
  /** Over all that onnxruntime-web is asked for. */
  readonly lock: Pick<Lock, 'run'>;
  /** A table in which the rows of these tokens are. */
  rows(ids: readonly number[]): Promise<Pick<RowTable, 'embed'>>;
  /** The session of a layer, over a graph of `block-graph.ts`. */
  block(layer: number): Promise<InferenceSession>;
  /** The session of the output layer, over a graph of `output-graph.ts`. */
  output(): Promise<InferenceSession>;
}

export interface StackRequest {
  readonly ids: readonly number[];
  /** By layer. */
  readonly edits?: readonly (LayerEdits | undefined)[];
  /** By layer, what else is wanted of it. What is not asked for is not fetched. */
  readonly reads?: readonly (readonly ReadPoint[] | undefined)[];
  /** A run to continue: the same numbers, bit for bit on WASM, for less work. */
  readonly reuse?: Reuse | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of each layer, in order. The arrays are the caller's own. */
  readonly onLayer?: (layer: StackLayer) => void;
  /** Told that the next part is not there yet, and when it is. */
  readonly onWait?: (waiting: boolean) => void;
}

/** Query, key and value of each token [T,3d], the residual stream [T,d], what each head has read [H,T,D]: as edited. */
type ReadPoint = 'qkv' | 'residual.pre' | 'residual.mid' | 'residual.post' | 'heads';

type Readings = Readonly<Partial<Record<ReadPoint, Float32Array<ArrayBuffer>>>>;

export interface StackLayer {
  /** [H,T,T]. */
  readonly attention: Float32Array<ArrayBuffer>;
  /** What was asked for. */
  readonly read: Readings;
}

/** A layer of the tokens that were run. */
interface FreshLayer extends KeptLayer {
  readonly tokens: number;
  /** The tokens and the padding of what was run. */
  readonly rows: number;
  /** Keys of a row of attention [H,rows,width], with the padding. */
  readonly width: number;
  readonly read: Readings;
}

/** A session has given what cannot be right. */
export class WrongOutputError extends Error {
  /** Whose graph it runs. */
  readonly part: 'block' | 'output';

  constructor(part: WrongOutputError['part'], problem: string) {
    super(problem);
    this.part = part;
  }
}

const EMPTY = new Float32Array();

export class BlockStack {
  readonly #parts: StackParts;
  readonly #unedited: InferenceSession.OnnxValueMapType;

  constructor(parts: StackParts) {
    this.#parts = parts;
    this.#unedited = unedited(parts.ort);
  }

  /**
   * One forward pass.
   * @param keep is given what was computed: also of a run that is stopped, but of none that goes wrong.
   * @returns logits [V] of the last position.
   * @throws {WrongOutputError}, `aborted` before the next layer once `signal` fires, and what the parts or onnxruntime-web throw.
   */
  async run(request: StackRequest, keep?: (run: KeptRun) => void): Promise<Float32Array> {
    const { layers, dModel } = this.#parts.architecture;
    const { ids, edits = [], signal, onLayer } = request;
    const kept: KeptLayer[] = [];
    let isSound = true;
    try {
      for (let layer = 0; layer < layers; layer++) {
        throwIfAborted(signal);
        const known = knownTokens(layer, request);
        const fresh =
          known < ids.length
            ? await this.#runBlock(layer, await this.#before(kept, known, request), known, request)
            : undefined;
        const whole = this.#join(layer, known, fresh, request);
        kept.push(whole);
        onLayer?.({ attention: whole.attention.slice(), read: fresh?.read ?? {} });
      }
      throwIfAborted(signal);
      return await this.#predict((kept.at(-1)?.residual ?? EMPTY).slice(-dModel), request);
    } catch (error) {
      isSound = !(error instanceof WrongOutputError);
      throw error;
    } finally {
      const keys = Array.from({ length: layers }, (_, layer) => editsKey(edits[layer]));
      if (isSound) keep?.({ ids, edits: keys, layers: kept });
    }
  }

  /** The residual stream before the next layer [N,d], of the tokens after the `known` ones. */
  async #before(
    kept: readonly KeptLayer[],
    known: number,
    { ids, signal, onWait }: StackRequest,
  ): Promise<Float32Array> {
    const last = kept.at(-1);
    if (last) return last.residual.subarray(known * this.#parts.architecture.dModel);
    const added = ids.slice(known);
    const table = await arrival(this.#parts.rows(added), { signal, onWait });
    return table.embed(added, known);
  }

  /** One layer of the tokens after the `known` ones. */
  async #runBlock(
    layer: number,
    residual: Float32Array,
    known: number,
    { ids, edits = [], reads = [], reuse, signal, onWait }: StackRequest,
  ): Promise<FreshLayer> {
    const { ort, architecture, lock } = this.#parts;
    const { heads, dModel } = architecture;
    const headDim = dModel / heads;
    const tokens = ids.length - known;
    // Products of matrices round differently for what is left over of four keys, and for one row alone where a head's width is
    // not a multiple of four: with padding, longer texts give the same.
    const rows = tokens === 1 && headDim % 4 !== 0 ? 2 : tokens;
    const padding = -(known + rows) & 3;
    const width = known + rows + padding;
    const tensor = (values: Float32Array, ...dims: readonly number[]) =>
      new ort.Tensor('float32', values, dims);
    const layerEdits = edits[layer];
    const before = withLength(
      editResidual(residual, dModel, layerEdits?.['residual.pre']),
      rows * dModel,
    );
    const past = reuse?.run.layers[layer];
    const stride = reuse?.run.ids.length ?? 0;
    const pastOf = (values: Float32Array | undefined, rows: number, numbers: number) =>
      values ? firstOfRows(values, rows, numbers * stride, numbers * known) : EMPTY;
    const feeds = {
      ...this.#unedited,
      ...editFeeds(ort, layerEdits, { known, tokens: ids.length, rows, width }),
      residual: tensor(before, 1, rows, dModel),
      'past.keys': tensor(pastOf(past?.keys, dModel, 1), 1, heads, headDim, known),
      'past.values': tensor(pastOf(past?.values, heads, headDim), 1, heads, known, headDim),
      'padding.keys': tensor(new Float32Array(dModel * padding), 1, heads, headDim, padding),
      'padding.values': tensor(new Float32Array(dModel * padding), 1, heads, padding, headDim),
    };
    const asked = reads[layer] ?? [];
    const fetched = asked.filter((point) => point !== 'residual.pre');
    const session = await arrival(this.#parts.block(layer), { signal, onWait });
    const results = await lock.run(() =>
      session.run(feeds, [
        ...new Set(['attention', 'keys', 'values', 'residual.post', ...fetched]),
      ]),
    );
    // Whether they are finite shows in what is made of them: in attention, and in the end in logits.
    const read = (name: string, size: number) => {
      const values = floats('block', results[name]);
      refuse('block', sizeProblem(`${name}.${layer}`, values, size));
      return values;
    };
    const attention = floats('block', results.attention);
    const isEdited = layerEdits?.attention !== undefined;
    refuse(
      'block',
      attentionProblem(
        `attention.${layer}`,
        attention,
        heads,
        { known, tokens: rows, width },
        isEdited,
      ),
    );
    const after = editResidual(
      read('residual.post', rows * dModel),
      dModel,
      layerEdits?.['residual.post'],
    );
    const valueAt = (point: ReadPoint): Float32Array => {
      if (point === 'residual.pre') return before;
      if (point === 'residual.post') return after;
      return read(point, rows * dModel * (point === 'qkv' ? 3 : 1));
    };
    const readings = asked.map((point) => {
      const values = valueAt(point);
      refuse('block', numbersProblem(`${point}.${layer}`, values, values.length));
      // Without the row of padding.
      const parts = point === 'heads' ? heads : 1;
      const numbers = values.length / parts / rows;
      const own = firstOfRows(values, parts, numbers * rows, numbers * tokens).slice();
      return [point, own] as const;
    });
    return {
      tokens,
      rows,
      width,
      attention,
      keys: read('keys', rows * dModel),
      values: read('values', rows * dModel),
      residual: after,
      read: Object.fromEntries(readings),
    };
  }

  /** The layer of all tokens: of the known ones what the earlier run has, of the others what is fresh. */
  #join(
    layer: number,
    known: number,
    fresh: FreshLayer | undefined,
    { ids, reuse }: StackRequest,
  ): KeptLayer {
    const { heads, dModel } = this.#parts.architecture;
    const past = reuse?.run.layers[layer];
    const before = reuse?.run.ids.length ?? 0;
    if (past && !fresh && before === ids.length) return past;
    const added = fresh ?? NOTHING_FRESH;
    const { tokens, rows } = added;
    /** @param count rows of the array, of some numbers for each token. */
    const join = (part: 'keys' | 'values' | 'residual', count: number) => {
      const numbers = dModel / count;
      const left = past?.[part] ?? EMPTY;
      return joinRows(
        count,
        { values: left, stride: numbers * before, length: numbers * known },
        { values: added[part], stride: numbers * rows, length: numbers * tokens },
      );
    };
    const attention = past?.attention ?? EMPTY;
    return {
      keys: join('keys', dModel),
      values: join('values', heads),
      residual: join('residual', 1),
      attention: joinAttention(heads, { attention, tokens: before, known }, added),
    };
  }

  async #predict(residual: Float32Array, { signal, onWait }: StackRequest): Promise<Float32Array> {
    const { ort, architecture, lock } = this.#parts;
    const session = await arrival(this.#parts.output(), { signal, onWait });
    const results = await lock.run(() =>
      session.run({ residual: new ort.Tensor('float32', residual, [1, 1, architecture.dModel]) }),
    );
    const logits = floats('output', results.logits);
    refuse('output', numbersProblem('logits', logits, architecture.vocab));
    return logits;
  }
}

const NOTHING_FRESH: FreshLayer = {
  tokens: 0,
  rows: 0,
  width: 0,
  attention: EMPTY,
  keys: EMPTY,
  values: EMPTY,
  residual: EMPTY,
  read: {},
};

/** With zeros at its end. */
function withLength(values: Float32Array, length: number): Float32Array {
  if (values.length === length) return values;
  const longer = new Float32Array(length);
  longer.set(values);
  return longer;
}

/** How many tokens, from the first on, a layer need not be run of. */
function knownTokens(layer: number, { ids, edits = [], reads = [], reuse }: StackRequest): number {
  if (!reuse || layer >= reuse.layers || reads[layer]?.length) return 0;
  // What is edited at some places cannot be given to some tokens alone.
  return reuse.tokens === ids.length || areUniform(edits[layer]) ? reuse.tokens : 0;
}

/** The beginnings of rows. */
function firstOfRows(
  values: Float32Array,
  rows: number,
  stride: number,
  length: number,
): Float32Array {
  if (stride === length) return values;
  return joinRows(rows, { values, stride, length }, { values: EMPTY, stride: 0, length: 0 });
}

function refuse(part: WrongOutputError['part'], problem: string | undefined): void {
  if (problem !== undefined) throw new WrongOutputError(part, problem);
}

function floats(part: WrongOutputError['part'], tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new WrongOutputError(part, 'an output is not float32');
}
