// What the page and its worker say to each other: plain data, buffers transferred. Every request has an id and gets one
// answer; a load reports progress before it. The worker says hello once its script runs.

import type { ErrorInfo, LoadProgress, Plan, Truncation } from '../handle.js';
import type { NextToken, TraceToken } from '../trace/format.js';

/** A file to fetch. Without `sha256` only its length is checked. */
export interface RemoteFile {
  readonly url: string;
  readonly bytes: number;
  readonly sha256?: string;
}

export interface LoadRequest {
  readonly plan: Plan;
  readonly tokenizer: 'gpt2' | 'none';
  readonly layers: number;
  readonly heads: number;
  readonly vocab: number;
  readonly graph: RemoteFile;
  /** Joined, in this order, they are the graph's external data. */
  readonly weights: readonly RemoteFile[];
  /** onnxruntime-web's .wasm. Without it onnxruntime-web finds the one that the host's bundler gave it. */
  readonly wasm: RemoteFile | undefined;
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
}

export interface RunReply {
  readonly text: string;
  readonly tokens: readonly TraceToken[];
  readonly truncated: Truncation | undefined;
  /** Per layer [H,T,T], row-major. */
  readonly attention: readonly Float32Array[];
  /** Per layer asked for [T,3 dModel], row-major: q, k, v of each token. */
  readonly qkv: ReadonlyMap<number, Float32Array>;
  readonly next: readonly NextToken[];
}

export interface TokenizeCall {
  readonly text: string;
  readonly maxTokens: number;
}

export interface TokenizeReply {
  readonly text: string;
  readonly tokens: readonly TraceToken[];
  readonly truncated: Truncation | undefined;
}

/** What each request takes and gives. */
export interface Calls {
  load: { readonly request: LoadRequest; readonly reply: undefined };
  run: { readonly request: RunCall; readonly reply: RunReply };
  tokenize: { readonly request: TokenizeCall; readonly reply: TokenizeReply };
}

export type CallName = keyof Calls;

export type ToWorker =
  | {
      readonly [Name in CallName]: {
        readonly type: Name;
        readonly id: number;
        readonly request: Calls[Name]['request'];
      };
    }[CallName]
  /** Stop downloads and give everything back. A real worker is terminated instead. */
  | { readonly type: 'close' };

export type FromWorker =
  | { readonly type: 'hello' }
  | { readonly type: 'progress'; readonly id: number; readonly progress: LoadProgress }
  | { readonly type: 'done'; readonly id: number; readonly reply: Calls[CallName]['reply'] }
  | { readonly type: 'failed'; readonly id: number; readonly error: ErrorInfo };
