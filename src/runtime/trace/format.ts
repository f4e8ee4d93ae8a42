// `attention-trace@1` as it stands in a file: plain JSON, so that it can be inlined in a page, fetched, cached and
// diffed. `docs/traces.md` explains every field to authors.

export const TRACE_FORMAT = 'attention-trace@1';

/**
 * One token. `text` is the token's own text, its leading space included. A token that holds only some bytes of a
 * character has no text of its own: it carries `bytes`, lower-case hex, instead. `continues` says whether it continues
 * the word of the token before it; without it that is read from the texts.
 */
export type TraceToken =
  | { readonly id: number; readonly text: string; readonly continues?: boolean }
  | { readonly id: number; readonly bytes: string; readonly continues?: boolean };

/** The model a trace was made with: `layers` x `heads` attention heads of width `headDim`. */
export interface TraceModel {
  readonly id: string;
  readonly name: string;
  readonly layers: number;
  readonly heads: number;
  readonly headDim?: number;
}

/**
 * How the weights are stored. Both hold, for each layer, head and query in turn, one number per key the query may look
 * at: keys 0..q when causal, all keys when not.
 *
 * - `u8-sqrt`: a byte b = round(255 sqrt(a)), read back as (b/255)^2 with the row scaled to sum to 1. The square root
 *   spends the byte's precision on small weights, where a reader who ignores the first token looks.
 * - `f32`: float32, little endian.
 */
export type AttentionEncoding = 'u8-sqrt' | 'f32';

/** One of the most likely next tokens and its probability. */
export interface NextToken {
  readonly id: number;
  readonly text: string;
  readonly p: number;
}

export type QkvPart = 'q' | 'k' | 'v';

/**
 * Where the query, key and value vectors of a trace are: a separate file, because it is ten times the trace's size.
 * The file is [part][layer][head][token][headDim] in float16, little endian, its parts in the order of `parts`.
 */
export interface TraceQkvReference {
  readonly url: string;
  readonly encoding: 'f16';
  readonly parts: readonly QkvPart[];
  /** Heads that are in the file, in its order, as "5.1"; without it all heads, layer by layer. */
  readonly heads?: readonly string[];
}

/** Where a trace comes from. A page shows it beside the picture, always. */
export interface TraceProvenance {
  /** `recorded` from a real run, `live` computed in this page, `constructed` by hand to show a layout. */
  readonly kind: 'recorded' | 'live' | 'constructed';
  /** Who recorded it and where it was published, in words. */
  readonly source: string;
  /** An https address of the source. */
  readonly url?: string;
  readonly licence?: string;
  /** What was rounded and how, in words. */
  readonly precision?: string;
}

/** The whole file. */
export interface TraceFile {
  readonly format: typeof TRACE_FORMAT;
  readonly model: TraceModel;
  readonly text: string;
  readonly tokens: readonly TraceToken[];
  /** The tokens looked at, where they are others than `tokens` (cross-attention). Never with `causal`. */
  readonly keys?: readonly TraceToken[];
  readonly causal: boolean;
  readonly attention: { readonly encoding: AttentionEncoding; readonly data: string };
  readonly next?: readonly NextToken[];
  readonly qkv?: TraceQkvReference;
  readonly provenance: TraceProvenance;
}

/**
 * What a trace may claim at most. Checked before anything of that size is allocated, so that a hostile file costs no
 * more than reading it. GPT-2 small on 512 tokens has 18.9 million weights.
 */
export const TRACE_LIMITS = {
  fileBytes: 64 * 2 ** 20,
  tokens: 4096,
  tokenCharacters: 1000,
  layers: 256,
  heads: 256,
  headDim: 4096,
  weights: 2 ** 25,
  textCharacters: 100_000,
  labelCharacters: 2000,
  nextTokens: 1000,
} as const;

/** A head as it is written: `layer.head`, zero-based. */
export type HeadId = `${number}.${number}`;
