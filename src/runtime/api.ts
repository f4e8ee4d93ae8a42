// The contract between copies of the library: what the runtime of a page offers to whoever asks. Interfaces and plain
// unions only. Two bundles on one page share these objects, so only plain data and functions cross, and nothing here is
// ever asked for with `instanceof`.

import type { HeadId, QkvVectors, Trace, TraceToken } from './trace/index.js';

/** `auto`: WebGPU on a real adapter, else WASM. `webgpu` takes a software adapter too. */
export type DevicePreference = 'auto' | 'webgpu' | 'wasm';

/** The build of onnxruntime-web: `webgpu` and `jspi` both run on WebGPU. */
export type OrtBuild = 'wasm' | 'webgpu' | 'jspi';

/** What was chosen for this browser. */
export interface Plan {
  readonly device: 'webgpu' | 'wasm';
  readonly ortBuild: OrtBuild;
  readonly layout: 'row8';
}

/** What a pack's manifest says of its model, as far as an element needs it. */
export interface ModelInfo {
  readonly id: string;
  /** As it is written on screen: "tiny demo model". */
  readonly name: string;
  readonly layers: number;
  readonly heads: number;
  readonly headDim: number;
  /** Where texts are cut unless a request says otherwise: 128 tokens, or the context where that is less. */
  readonly maxTokens: number;
  /** Positions the model has: the most a request may ask for. */
  readonly context: number;
  /** Ids are 0..vocab-1. Unknown of an engine that an older copy of the library made. */
  readonly vocab?: number;
  /** False: there is no tokenizer for the model, and it takes ids only. */
  readonly takesText: boolean;
  /** Why it takes no text, as a sentence, where that is known. */
  readonly whyNoText?: string;
}

/** What is known of a model before anything of it is fetched. */
export interface KnownModel {
  readonly name: string;
  /** Of the model's own files, without the engine that runs it: what the first visit fetches. */
  readonly bytes: number;
  /** Where it is a hub's checkpoint that is converted here. */
  readonly hub?: HubCost | undefined;
}

/** A checkpoint of a hub, which is larger than the pack that is made of it in the page. */
export interface HubCost {
  /** The hub's name for readers: "Hugging Face". */
  readonly host: string;
  /** Bytes of the pack, which is kept for the next visit where the browser keeps anything. */
  readonly kept: number;
}

/** All files of one load together. Bytes are those of the files, not of a compressed transfer. */
export interface LoadProgress {
  readonly phase: 'downloading' | 'compiling';
  readonly loaded: number;
  readonly total: number;
  /** 0..1. Stays at 1 while compiling, which has no measure. */
  readonly fraction: number;
}

/** An error as plain data: `code` for programs, `message` says what happened, `advice` what to do. */
export interface ErrorInfo {
  readonly code: RuntimeErrorCode;
  readonly message: string;
  readonly advice: string;
  /** The address or the limit that it failed on, where there is one. */
  readonly subject?: string;
}

/** Something that works, but not as well as it might. A sentence for the reader. */
export interface Notice {
  readonly code: NoticeCode;
  readonly message: string;
}

export type NoticeCode =
  /** Nothing is kept for the next visit. */
  | 'uncached'
  /** No worker may run: a run stalls the page. */
  | 'main-thread'
  /** WebGPU failed, and WASM took its place. */
  | 'stepped-down';

export type RuntimeErrorCode =
  /** The caller's signal fired. */
  | 'aborted'
  /** A newer run of the same lease took this one's place. */
  | 'superseded'
  | 'released'
  | 'disposed'
  | 'configured-late'
  | 'unknown-model'
  /** `mapUrl` or `ortBase` of the page gives none. */
  | 'bad-address'
  /** A request that has neither text nor ids, or numbers that are none. */
  | 'bad-request'
  | 'empty-text'
  | 'text-too-long'
  | 'no-tokenizer'
  | 'bad-ids'
  | 'bad-mask'
  | 'bad-head'
  | 'manifest-unreachable'
  | 'bad-manifest'
  | 'manifest-hash'
  /** A hub has no such model, shows it to nobody or not now, or cannot be reached. */
  | 'hub'
  /** A hub's checkpoint is not one that can be converted. */
  | 'bad-checkpoint'
  | 'file-unreachable'
  | 'file-size'
  | 'file-hash'
  | 'no-webgpu'
  | 'wasm-blocked'
  | 'ort-start'
  | 'bad-model'
  | 'run'
  /** A run took so long that it was ended, with its worker. */
  | 'run-timeout'
  | 'worker-start'
  | 'worker-lost'
  | 'device-lost'
  | 'out-of-memory'
  | 'ort-aborted'
  | 'internal';

/**
 * `lost`: its worker or device died, and it is being started again by itself; what was asked of it is run then.
 * `failed`: nothing happens any more until `retry()`.
 */
export type EngineStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'probing' }
  | { readonly state: 'downloading'; readonly plan: Plan; readonly progress: LoadProgress }
  | { readonly state: 'compiling'; readonly plan: Plan; readonly progress: LoadProgress }
  | { readonly state: 'ready'; readonly plan: Plan; readonly model: ModelInfo }
  | { readonly state: 'running'; readonly plan: Plan; readonly model: ModelInfo }
  | { readonly state: 'failed'; readonly error: ErrorInfo }
  | { readonly state: 'lost'; readonly error: ErrorInfo };

/** What a load would fetch. */
export interface Estimate {
  readonly model: ModelInfo;
  readonly plan: Plan;
  /** Bytes of all files that a load fetches: graph, weights and the engine's .wasm, uncompressed. */
  readonly bytes: number;
  readonly parts: {
    /** The graph for the planned device and the weights. */
    readonly model: number;
    /** onnxruntime-web's .wasm, which hosts usually send compressed to a fifth. */
    readonly ort: number;
  };
  /** True where nothing of it would be fetched from the network. */
  readonly cached: boolean;
  /** Where the model is a hub's checkpoint that is converted here; unknown of an engine that an older copy made. */
  readonly hub?: HubCost | undefined;
  /**
   * False where a load must wait for the reader's own word: the model is large, and this is a phone, has little memory
   * or asks to save data.
   */
  readonly startsByItself: boolean;
}

export interface RunWants {
  /** Heads whose query, key and value vectors the trace shall carry, in `vectors`. None without it. */
  readonly qkv?: readonly HeadId[];
  /** How many of the most likely next tokens. 20 without it. */
  readonly next?: number;
}

export type RunInput =
  | { readonly text: string; readonly ids?: never }
  /** Token ids, cut like a text where they are too many. */
  | { readonly ids: readonly number[]; readonly text?: never };

export type RunRequest = RunInput & {
  /** [L,H], row-major: 1 leaves a head on, 0 switches it off. All on without it. */
  readonly headMask?: ArrayLike<number>;
  /** Where to cut, at most the model's context. `ModelInfo.maxTokens` without it. */
  readonly maxTokens?: number;
  readonly want?: RunWants;
};

/** How a text was cut: its first `kept` of `total` tokens remain. Never within a character. */
export interface Truncation {
  readonly kept: number;
  readonly total: number;
}

/**
 * The trace of a run in this page, `provenance.kind` "live". `text` is what was run: cut where it was too long, and lone
 * surrogates replaced by U+FFFD. `next` is sorted, its probabilities those of the softmax over the whole vocabulary.
 */
export interface LiveTrace extends Trace {
  readonly plan: Plan;
  readonly truncated: Truncation | undefined;
  /** Vectors of the heads that `want.qkv` named; asking it for a head of another layer throws. */
  readonly vectors: QkvVectors | undefined;
  /**
   * Of a run under way, how many layers are still to come: `model.layers` says how many are there, of which this is a
   * whole trace, without `next`. 0 once all heads are there: what is then still to come is `next`, and of a run that is
   * over nothing is. Unknown of an engine that an older copy of the library made.
   */
  readonly awaitedLayers?: number;
}

/** A text as the model would see it, cut at the token limit. */
export interface TokenizedText {
  /** What the tokens spell. */
  readonly text: string;
  readonly tokens: readonly TraceToken[];
  readonly truncated: Truncation | undefined;
}

export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

export interface RunOptions extends Abortable {
  /**
   * Told what is there after each layer, all without `next`: a load brings the layers one by one and the output layer
   * last, and of a long text each takes a while. Not told of a run that was run before. All traces of a run, also the last,
   * share one list of `tokens`, so that an element can tell more of a run from another run.
   */
  readonly onLayer?: ((trace: LiveTrace) => void) | undefined;
}

/** One element's claim on an engine. */
export interface Lease {
  /**
   * Runs the model, loading it first where it is not loaded. One run at a time; the newest request of a lease takes the
   * place of its older ones, which reject with `superseded`. A request that was run before gets the same trace again.
   * After `failed` it rejects with that error until someone calls `engine.retry()`, so that a text box does not repeat
   * a broken download with every key.
   * An abort during a run ends it, and its worker too where it does not end at once; the next run has a new one. So does a
   * run that takes far longer than this device should need.
   * @throws {RuntimeError} see `RuntimeErrorCode`; `aborted` and `superseded` have the name "AbortError".
   */
  run(request: RunRequest, options?: RunOptions): Promise<LiveTrace>;
  /** Tokens of a text without a run. Starts the worker and loads the tokenizer (GPT-2's: 200 kB gzipped), not the model. */
  tokenize(
    text: string,
    options?: Abortable & { readonly maxTokens?: number },
  ): Promise<TokenizedText>;
  /** Gives the claim back. The worker ends 30 s after the last one did. */
  release(): void;
}

/** One model of the page. Costs nothing until it loads. */
export interface Engine {
  readonly manifestUrl: string;
  /** None for a pack the library does not know: ask `estimate()`. */
  readonly known: KnownModel | undefined;
  readonly status: EngineStatus;
  /** What works less well than it might, for the reader to know. */
  readonly notices: readonly Notice[];
  /** Calls back at every change of `status`. Returns the way to stop it. */
  subscribe(listener: (status: EngineStatus) => void): () => void;
  /** Reads the manifest and probes the device, downloads nothing else. */
  estimate(options?: Abortable): Promise<Estimate>;
  /**
   * Whether a load would fetch nothing, as far as what is kept here tells: the network is asked for nothing. A model on a hub is
   * kept under its commit, so that its name must have one. Missing in an engine that an older copy made.
   */
  isKept?(): Promise<boolean>;
  /**
   * Loads the model. Calls share one load; it is given up when every caller's signal has fired. After a failure it tries
   * again.
   */
  load(options?: Abortable): Promise<void>;
  /** The one action after `failed`: `load()` by its other name. */
  retry(options?: Abortable): Promise<void>;
  acquire(): Lease;
}

/** How the files of a model are asked for, in the words of `fetch`. */
export type FileRequest = Readonly<
  Pick<RequestInit, 'credentials' | 'redirect' | 'referrerPolicy'>
>;

export interface RuntimeOptions {
  /**
   * The page's default model: `tiny`, `gpt2`, the address of a pack's folder or manifest, or a checkpoint on Hugging Face,
   * `hf:owner/name`, with `@revision` and `#folder`.
   */
  readonly model?: string;
  readonly device?: DevicePreference;
  /** Folder that holds the packs `tiny/` and `gpt2/`. */
  readonly assetBase?: string;
  /** Folder that holds onnxruntime-web's .wasm files, in exactly the version this library depends on. */
  readonly ortBase?: string;
  /** The worker's script, where it is not beside this one. */
  readonly workerUrl?: string;
  /** Last word on every address that is fetched: manifest, model files, .wasm. */
  readonly mapUrl?: (url: string) => string;
  /** Added to every request for a model's files, which go without cookies otherwise: `{ credentials: 'same-origin' }`. */
  readonly request?: FileRequest;
  /** What the manifest of the default model must hash to: `sha256-` and base64, as in a script tag. */
  readonly integrity?: string;
}

export interface EngineOptions {
  /** Takes the place of the runtime's. Engines with different preferences are different engines. */
  readonly device?: DevicePreference | undefined;
  /** What the model's manifest must hash to: `sha256-` and base64, as in a script tag. */
  readonly integrity?: string | undefined;
}

/** One per page and protocol major, whichever copy of the library made it. */
export interface Runtime {
  /** Of the copy that made it. */
  readonly version: string;
  /**
   * Sets options; those left out stay.
   * @throws {RuntimeError} `configured-late` when an engine has begun to fetch.
   */
  configure(options: RuntimeOptions): void;
  /**
   * The engine of a model, the same one for everybody. Without `model` the page's default.
   * @throws {RuntimeError} `unknown-model` when the name is neither known nor an address.
   */
  engine(model?: string, options?: EngineOptions): Engine;
  /** Ends all workers and forgets all engines. */
  dispose(): void;
}
