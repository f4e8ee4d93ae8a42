// What is known of a pack before anything is fetched, so that a page can name the model and its size and still ask the
// network for nothing. A test compares it with the packs.

import type { KnownModel } from '../handle.js';

/** Bytes of the weights and of the larger of the two graphs. */
export const KNOWN_PACKS = {
  tiny: { name: 'tiny demo model', bytes: 7_524_785 },
} as const satisfies Record<string, KnownModel>;
