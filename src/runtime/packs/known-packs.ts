// What is known of a pack before anything is fetched, so that a page can name the model and its size and still ask the
// network for nothing. A test compares it with the packs. `npm run pack:gpt2` writes the pin of GPT-2 small.

import type { KnownModel } from '../api.js';
import packs from './known-packs.json' with { type: 'json' };

/** A pack that is an npm package of its own, held to one version of it and one manifest. */
export interface PackPin extends KnownModel {
  readonly version: string;
  /** Of the manifest, which has the hashes of all other files: `sha256-` and base64. */
  readonly integrity: string;
}

export interface KnownPacks {
  readonly tiny: KnownModel;
  /** None until it is published. */
  readonly gpt2: PackPin | null;
}

/** Bytes of the weights and of the graphs of the device whose graphs are larger. */
export const KNOWN_PACKS: KnownPacks = packs;
