// What the page and its worker say to each other: plain data, buffers transferred. Every request has an id and gets one
// answer; a load reports progress before it. The worker says hello once its script runs, and cries when what it runs on
// breaks down.

import type { ErrorInfo, FileRequest, LoadProgress, Notice, Plan, Truncation } from '../api.js';
import type { ModelArchitecture, StackFiles } from '../packs/manifest.js';
import type { NextToken, TraceToken } from '../trace/index.js';

/** A file to fetch. `sha256` in lower-case hex. */
export interface RemoteFile {
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Where a model's tokenizer comes from. It needs no model. */
export interface TokenizerRequest {
  readonly request: FileRequest;
  readonly tokenizer: 'gpt2' | 'bpe' | 'none';
  /** Of `bpe`. */
  readonly tokenizerFile?: RemoteFile;
}

/** A model's files as `ModelLayout` has them, with the graphs of one device. */
export interface PackWeights extends StackFiles<RemoteFile> {
  readonly kind: 'pack';
}

/** A file of a checkpoint, which is read by parts. */
export interface CheckpointFile extends Omit<RemoteFile, 'sha256'> {
  /** In its folder. */
  readonly name: string;
  /** Of all of it, where the hub says it. */
  readonly sha256?: string;
}

/** A hub's checkpoint, of which the worker makes a pack. */
export interface CheckpointWeights {
  readonly kind: 'checkpoint';
  /** What the pack is kept under: the model's name on the hub with its commit. */
  readonly key: string;
  readonly files: readonly CheckpointFile[];
  /** Of all that is read of the weights. */
  readonly bytes: number;
}

export interface LoadRequest extends TokenizerRequest {
  readonly plan: Plan;
  readonly weights: PackWeights | CheckpointWeights;
  readonly architecture: ModelArchitecture;
  /** onnxruntime-web's .wasm. Without an address it is the one that the host's bundler gave to onnxruntime-web. */
  readonly wasm: Omit<RemoteFile, 'url'> & { readonly url: string | undefined };
}

export interface LoadReply {
  /** As onnxruntime-web says, not as it was asked. */
  readonly plan: Plan;
  readonly notices: readonly Notice[];
}

export interface RunCall {
  readonly text?: string;
  readonly ids?: readonly number[];
  readonly maxTokens: number;
  /** [L,H], row-major. */
  readonly headMask?: Float32Array;
  /** Layers whose q, k and v shall come along. */
  readonly qkvLayers: readonly number[];
  /** How many next tokens. */
  readonly next: number;
  /** Who asks: a run may continue an earlier one of the same owner. */
  readonly owner: number;
}

/** What a run tells on its way, in this order: what it runs, then each layer, each once. */
export type RunProgress =
  | ({ readonly kind: 'input'; readonly plan: Plan } & TokenizeReply)
  /** The layer, or the output layer after the last, has not been loaded yet. */
  | { readonly kind: 'waiting' }
  /** It is there now, and is run. */
  | { readonly kind: 'running' }
  | ({ readonly kind: 'layer' } & LayerReply);

export interface LayerReply {
  /** [H,T,T], row-major. */
  readonly attention: Float32Array<ArrayBuffer>;
  /** Where it was asked for [T,3 dModel], row-major: q, k, v of each token. */
  readonly qkv: Float32Array<ArrayBuffer> | undefined;
}

export interface RunReply {
  readonly next: readonly NextToken[];
}

export interface TokenizeCall extends TokenizerRequest {
  readonly text: string;
  readonly maxTokens: number;
}

export interface TokenizeReply {
  readonly text: string;
  readonly tokens: readonly TraceToken[];
  readonly truncated: Truncation | undefined;
}

/** What each request takes, tells on its way and gives. */
export interface Calls {
  load: {
    readonly request: LoadRequest;
    readonly progress: LoadProgress;
    readonly reply: LoadReply;
  };
  run: { readonly request: RunCall; readonly progress: RunProgress; readonly reply: RunReply };
  tokenize: {
    readonly request: TokenizeCall;
    readonly progress: never;
    readonly reply: TokenizeReply;
  };
}

export type CallName = keyof Calls;

export type CallToWorker = {
  readonly [Name in CallName]: {
    readonly type: Name;
    readonly id: number;
    readonly request: Calls[Name]['request'];
  };
}[CallName];

export type ToWorker =
  | CallToWorker
  /** Nobody wants the answer of a request any more: a run ends before its next layer. */
  | { readonly type: 'stop'; readonly id: number }
  /** What was kept of an owner's runs can go. */
  | { readonly type: 'forget'; readonly owner: number }
  /** Stop downloads and give everything back. A real worker is terminated instead. */
  | { readonly type: 'close' };

export type FromWorker =
  /** `lock`: a web lock that the worker holds as long as it lives. */
  | { readonly type: 'hello'; readonly lock?: string }
  | { readonly type: 'lost'; readonly error: ErrorInfo }
  | {
      readonly type: 'progress';
      readonly id: number;
      readonly progress: Calls[CallName]['progress'];
    }
  | { readonly type: 'done'; readonly id: number; readonly reply: Calls[CallName]['reply'] }
  | { readonly type: 'failed'; readonly id: number; readonly error: ErrorInfo };
