// `attention-model@1`: what a model pack says about itself. `manifest.json` in the pack's folder; every path is
// relative to it.

export const MODEL_FORMAT = 'attention-model@1';

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
}

/**
 * One quantisation of the model: graphs over the same weights. The weights' chunks are joined into one buffer, in this
 * order, which the graphs name `weights.bin` as external data.
 */
export interface ModelLayout {
  readonly graphs: { readonly wasm: PackFile; readonly webgpu: PackFile };
  readonly weights: readonly PackFile[];
}

/** How far the WASM graph's attention is from the original's. */
export interface Fidelity {
  /** What it was compared with: recordings of the original, or a forward pass of the checkpoint in full precision. */
  readonly against: 'recordings' | 'checkpoint';
  /** Texts, and rows of attention of all heads, layers and texts. */
  readonly texts: number;
  readonly rows: number;
  /** Largest difference of a weight, 0 to 1. */
  readonly maxError: number;
  /** Half the sum of a row's absolute differences, 0 to 1, on average. */
  readonly meanTotalVariation: number;
  /** Share of rows whose strongest key is another, though the original's two strongest are more than .01 apart. */
  readonly flips: number;
  /** Kullback-Leibler divergence of the next token's distribution from the original's, in nats, on average. */
  readonly nextTokenKl?: number;
  readonly layers: readonly Pick<Fidelity, 'maxError' | 'meanTotalVariation' | 'flips'>[];
}

/** Heads that do a named thing, best first, by their scores on random tokens said twice. */
export interface ProbedHeads {
  readonly sequences: number;
  /** Tokens of a sequence, before it is said again. */
  readonly length: number;
  readonly heads: Readonly<
    Record<string, readonly { readonly head: string; readonly score: number }[]>
  >;
}

export interface ModelManifest {
  readonly format: typeof MODEL_FORMAT;
  readonly id: string;
  /** As it is written on screen: "tiny demo model", "GPT-2 small". */
  readonly name: string;
  readonly architecture: ModelArchitecture;
  /** `none`: the pack has no tokenizer and takes ids only. */
  readonly tokenizer: 'gpt2' | 'none';
  readonly layouts: { readonly row8: ModelLayout };
  readonly provenance: {
    /** Where the checkpoint is from, in words. */
    readonly checkpoint: string;
    /** Of `model.safetensors`; of a checkpoint in several files, of one after another in the order of their names. */
    readonly sha256: string;
    /** The commit, where it is from a repository. */
    readonly revision?: string;
    readonly licence?: string;
  };
  /** Measured when the pack was made. */
  readonly fidelity?: Fidelity;
  /** Written by `attention-lens probe`. */
  readonly probe?: ProbedHeads;
}
