import type { HeadShape } from './codec.js';
import type {
  NextToken,
  TraceModel,
  TraceProvenance,
  TraceQkvReference,
  TraceToken,
} from './format.js';
import { TraceError } from './trace-error.js';

/** Everything about a trace but its weights. */
export interface TraceHeader {
  readonly model: TraceModel;
  readonly text: string;
  readonly tokens: readonly TraceToken[];
  readonly keys?: readonly TraceToken[];
  readonly causal: boolean;
  readonly next?: readonly NextToken[];
  readonly qkv?: TraceQkvReference;
  readonly provenance: TraceProvenance;
  /** Where its file is, in full: what addresses in it are relative to. */
  readonly address?: string;
}

/** Gives the weights [Q,K] of one head, row-major, rows summing to 1. Called at most once per head while it is kept. */
export type HeadReader = (layer: number, head: number) => Float32Array;

/** Weights kept decoded at the same time, all heads together: 16 MB of float32. All of GPT-2 small up to 170 tokens. */
const KEPT_WEIGHTS = 4 * 2 ** 20;

/**
 * The tokens of one text and the attention of every head of a model on it. Immutable; a head's weights are decoded when
 * they are first asked for.
 */
export class Trace {
  readonly model: TraceModel;
  readonly text: string;
  /** The tokens that look: the queries. */
  readonly tokens: readonly TraceToken[];
  /** The tokens looked at: `tokens` again, but for cross-attention. */
  readonly keys: readonly TraceToken[];
  readonly causal: boolean;
  readonly next: readonly NextToken[] | undefined;
  readonly qkv: TraceQkvReference | undefined;
  readonly provenance: TraceProvenance;
  /** Where its file is, in full: what addresses in it are relative to. None for a trace that came without one. */
  readonly address: string | undefined;

  readonly #read: HeadReader;
  readonly #kept = new Map<number, Float32Array>();

  constructor(header: TraceHeader, read: HeadReader) {
    this.model = header.model;
    this.text = header.text;
    this.tokens = header.tokens;
    this.keys = header.keys ?? header.tokens;
    this.causal = header.causal;
    this.next = header.next;
    this.qkv = header.qkv;
    this.provenance = header.provenance;
    this.address = header.address;
    this.#read = read;
  }

  /** Q queries over K keys, causal or not. */
  get shape(): HeadShape {
    return { queries: this.tokens.length, keys: this.keys.length, causal: this.causal };
  }

  /** True where the queries look at other tokens than themselves. */
  get crossAttention(): boolean {
    return this.keys !== this.tokens;
  }

  /**
   * The weights of head `layer.head`: [Q,K], row-major, in 0..1, every row summing to 1. Do not write to them.
   * @throws {TraceError} when the model has no such head.
   */
  attention(layer: number, head: number): Float32Array {
    const { layers, heads } = this.model;
    const index = layer * heads + head;
    if (!isIndex(layer, layers) || !isIndex(head, heads)) {
      const last = `${layers - 1}.${heads - 1}`;
      throw new TraceError('attention', `has no head ${layer}.${head}: the last one is ${last}.`);
    }
    const kept = this.#kept.get(index);
    if (kept) return kept;
    const weights = this.#read(layer, head);
    const room = Math.max(1, Math.floor(KEPT_WEIGHTS / weights.length));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size < room) break;
      this.#kept.delete(oldest);
    }
    this.#kept.set(index, weights);
    return weights;
  }
}

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}
