// How far the maker of a pack has come. Each step knows what the ones before it have found out.

import type { FoundCheckpoint, MadePack, PackWords, Problem, Progress } from './wire.js';

export type PackState =
  | { readonly step: 'choose'; readonly problem?: Problem }
  | { readonly step: 'look'; readonly name: string }
  | {
      readonly step: 'describe';
      readonly found: FoundCheckpoint;
      readonly words: PackWords;
      readonly problem?: Problem;
    }
  | {
      readonly step: 'make';
      readonly found: FoundCheckpoint;
      readonly words: PackWords;
      readonly progress: Progress;
      /** Bytes that have come from a repository. */
      readonly read?: number;
      /** The folder that files go to. */
      readonly folder?: string;
    }
  | {
      readonly step: 'made';
      readonly pack: MadePack;
      /** The folder that holds it; nothing where it is in memory. */
      readonly folder?: string;
      readonly zip?: 'asked' | Blob;
      readonly problem?: Problem;
    };

/** Of what is done, 0 to 1: layers are nearly all of it. */
export function fractionOf(progress: Progress): number {
  switch (progress.step) {
    case 'start':
      return 0;
    case 'layer':
      return 0.05 + (0.8 * progress.layer) / progress.layers;
    case 'compare':
      return 0.85;
  }
}

/** What is done now. */
export function progressText(progress: Progress): string {
  switch (progress.step) {
    case 'start':
      return 'Reading the checkpoint';
    case 'layer':
      return `Converting: layer ${progress.layer + 1} of ${progress.layers}`;
    case 'compare':
      return 'Comparing the pack with the original';
  }
}
