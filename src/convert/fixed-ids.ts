// What a checkpoint is run on to find its outlier channels where no text may have a say in the result: the same tokens
// wherever it is converted. They are words of a plain text in GPT-2's vocabulary, all among its most frequent tokens, whose
// rows come first.

import type { ModelArchitecture } from '../runtime/packs/manifest.js';

/** A sentence, "When the children came to the station, …", then talk, then a list with numbers. */
const IDS: readonly (readonly number[])[] = [
  [
    2215, 262, 1751, 1625, 284, 262, 4429, 11, 262, 1468, 582, 508, 2702, 262, 3835, 531, 326, 262,
    4512, 561, 307, 2739, 13,
  ],
  [
    818, 262, 5583, 1138, 5403, 13, 366, 1135, 765, 284, 760, 1521, 553, 339, 2630, 1568, 11, 366,
    392, 326, 318, 407, 257, 1402, 1517, 526,
  ],
  [
    2437, 284, 787, 340, 25, 198, 16, 13, 7214, 5323, 286, 262, 717, 290, 1160, 286, 262, 584, 13,
    198, 17, 13, 329, 734, 2250, 13, 198, 18, 13, 4149, 340, 757, 13,
  ],
];

/** The three texts, as ids of any model. */
export function fixedIds({
  vocab,
  context,
}: Pick<ModelArchitecture, 'vocab' | 'context'>): readonly (readonly number[])[] {
  return IDS.map((ids) => ids.slice(0, context).map((id) => id % vocab));
}
