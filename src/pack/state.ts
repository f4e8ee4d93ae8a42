// How far the maker of a pack has come. Each step knows what the ones before it have found out.

import type { FoundCheckpoint, MadePack, PackWords, Problem, Progress } from './wire.js';

/** A checkpoint that was looked at. */
export interface Found extends FoundCheckpoint {
  /** The name of its folder or repository; empty where single files were given. */
  readonly name: string;
}

export type PackState =
  | { readonly step: 'choose'; readonly problem?: Problem }
  | { readonly step: 'look'; readonly name: string }
  | {
      readonly step: 'describe';
      readonly found: Found;
      readonly words: PackWords;
      readonly problem?: Problem;
    }
  | {
      readonly step: 'make';
      readonly found: Found;
      readonly words: PackWords;
      readonly progress: Progress;
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

const ID = /^[a-z0-9][a-z0-9._-]*$/i;

/** What is wrong with an id, which is the name of a folder too. */
export function idProblem(id: string): string | undefined {
  if (ID.test(id) && id.length <= 100 && !id.endsWith('.')) return undefined;
  return 'Use letters, digits, dots, hyphens and underscores, as in “my-gpt2”.';
}

/** A folder's or a repository's name as an id. */
export function idOf(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const id = last.replace(/[^a-z0-9._-]+/gi, '-').replace(/^[^a-z0-9]+|[-._]+$/gi, '');
  return id || 'model';
}
