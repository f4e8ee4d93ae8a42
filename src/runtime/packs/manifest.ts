// `attention-model@2`: what a model pack says about itself. `manifest.json` in the pack's folder; every path is
// relative to it. A model is a stack: embedding, blocks of one shape, output layer.

export const MODEL_FORMAT = 'attention-model@2';

/** One file of a pack. `sha256` is lower-case hex. */
export interface PackFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The numbers of a GPT-2. */
export interface ModelArchitecture {
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  /** Width of the MLP's hidden layer. */
  readonly dInner: number;
  readonly vocab: number;
  /** Positions the model has: the most tokens of a text. */
  readonly context: number;
  readonly layerNormEpsilon: number;
  /** Of the MLP: the approximation by tanh that GPT-2 has where there is none, or the exact GELU. */
  readonly activation?: 'gelu';
}

/** What a device runs: one graph for all blocks, and one for what comes after the last. */
export interface StackGraphs<File = PackFile> {
  readonly block: File;
  readonly output: File;
}

/** The files of a model for one device, in the order in which they are read. */
export interface StackFiles<File = PackFile> {
  readonly graphs: StackGraphs<File>;
  /** Joined as `row8.ts` says: the scales of all rows, then the rows. No row lies in two files. */
  readonly embedding: readonly File[];
  /** Position embedding, float16 [context,d]. */
  readonly positions: File;
  /** Per layer. */
  readonly layers: readonly (readonly File[])[];
  /** What else the output graph reads: the last LayerNorm, outlier channels, an unembedding of the model's own. */
  readonly output: readonly File[];
}

/**
 * One quantisation of the model: graphs, and weights. What the graphs name `weights.bin` as external data is, for a block,
 * its layer's files joined; for the output, those of `embedding` and of `output` joined.
 */
export interface ModelLayout extends Omit<StackFiles, 'graphs'> {
  readonly graphs: { readonly wasm: StackGraphs; readonly webgpu: StackGraphs };
}

/** How far a pack's attention is from what it was compared with. All in 0..1. */
export interface LayerFidelity {
  /** Of a single weight of attention. */
  readonly maxError: number;
  /** Half of what a row of attention moves by, over all rows. */
  readonly meanTotalVariation: number;
  /** Share of rows whose strongest key is another, although the true one led by more than .01. */
  readonly flips: number;
}

/** Of the graph for WASM, which rounds most. The maximum or mean over all layers, then each layer. */
export interface ModelFidelity extends LayerFidelity {
  /** `recordings`: attention that others have published; `checkpoint`: a float32 run of the checkpoint itself. */
  readonly against: 'recordings' | 'checkpoint';
  readonly texts: number;
  /** Of all texts together. */
  readonly tokens: number;
  /** Kullback-Leibler divergence of the next token's distribution from the true one, in nats, where that is known. */
  readonly nextTokenDivergence?: number;
  readonly layers: readonly LayerFidelity[];
}

/** Heads that a finder found on random tokens said twice: `attention-lens probe`. */
export interface ProbedHeads {
  /** Id of the finder: "induction". */
  readonly finder: string;
  /** Texts it is the mean over. */
  readonly seeds: number;
  /** Best first, those at or above the finder's own threshold. */
  readonly heads: readonly { readonly head: string; readonly score: number }[];
}

/** What is known of a model, wherever its files are. */
export type ModelAbout = Omit<ModelManifest, 'format' | 'layouts'>;

export interface ModelManifest {
  readonly format: typeof MODEL_FORMAT;
  readonly id: string;
  /** As it is written on screen: "tiny demo model", "GPT-2 small". */
  readonly name: string;
  readonly architecture: ModelArchitecture;
  /** `none`: the pack has no tokenizer and takes ids only. `bpe`: that of `tokenizerFile`. */
  readonly tokenizer: 'gpt2' | 'bpe' | 'none';
  /** A byte-level BPE of the model's own, which cuts a text into words as GPT-2's does. */
  readonly tokenizerFile?: PackFile;
  /** Of `none`: a sentence for readers, in which "it" is the model. */
  readonly whyNoTokenizer?: string;
  readonly layouts: { readonly row8: ModelLayout };
  /** Measured when the pack was made. */
  readonly fidelity?: ModelFidelity;
  readonly probedHeads?: readonly ProbedHeads[];
  readonly provenance: {
    /** Where the checkpoint is from, in words. */
    readonly checkpoint: string;
    /**
     * Of `model.safetensors`; of a checkpoint in several files, of a line for each in the order of their names, as `sha256sum`
     * prints them. Unknown where a page converted what a mirror without hashes gave it.
     */
    readonly sha256?: string;
    /** The commit, where it is from a repository. */
    readonly revision?: string;
    readonly licence?: string;
  };
}
