// What the page and its worker say to each other. A worker is for one checkpoint: who cancels ends it.

import type { TokenizerChoice } from '../convert/tokenizer/read-tokenizer.js';
import type { ModelArchitecture, ModelFidelity, ModelManifest } from '../runtime/packs/manifest.js';
import type { CheckpointFile } from './checkpoint-folder.js';

export type Source =
  | { readonly kind: 'files'; readonly folder: string; readonly files: readonly CheckpointFile[] }
  /** `hf:owner/name@revision#folder`. */
  | { readonly kind: 'repository'; readonly address: string };

/** What was found out about a checkpoint without reading its weights. */
export interface FoundCheckpoint {
  readonly architecture: ModelArchitecture;
  /** Bytes of weights that will be read. */
  readonly bytes: number;
  /** About as many as the pack will have. */
  readonly packBytes: number;
  /** What the checkpoint's files say. */
  readonly tokenizer: TokenizerChoice;
  /** The commit, where it is from a repository. */
  readonly revision?: string | undefined;
  readonly suggested: Pick<PackWords, 'id' | 'name' | 'source'>;
}

/** What the maker says of the pack. */
export interface PackWords {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly licence: string;
  /** Another than what the checkpoint's files say. */
  readonly tokenizer?: 'gpt2' | 'none' | undefined;
  readonly rounding: 'nearest' | 'inputs';
}

export type Request =
  | { readonly kind: 'look'; readonly source: Source }
  | {
      readonly kind: 'make';
      readonly words: PackWords;
      /** Where files go as they are made. Kept in memory without it. */
      readonly folder?: FileSystemDirectoryHandle;
    }
  | { readonly kind: 'zip' };

export type Progress =
  | { readonly step: 'start' }
  | { readonly step: 'layer'; readonly layer: number; readonly layers: number }
  | { readonly step: 'compare' };

export interface MadePack {
  readonly manifest: ModelManifest;
  /** As `integrity` takes it. */
  readonly integrity: string;
  readonly files: number;
  readonly bytes: number;
  readonly fidelity: ModelFidelity;
  /** What is beyond the limits, as sentences. */
  readonly warnings: readonly string[];
}

/** Why something did not work, and what to do about it, in sentences. */
export interface Problem {
  readonly message: string;
  readonly advice?: string;
}

export type Reply =
  | { readonly kind: 'found'; readonly found: FoundCheckpoint }
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** Bytes that have come from a repository. */
  | { readonly kind: 'read'; readonly bytes: number }
  | { readonly kind: 'made'; readonly pack: MadePack }
  | { readonly kind: 'zipped'; readonly zip: Blob }
  | { readonly kind: 'refused'; readonly problem: Problem };
