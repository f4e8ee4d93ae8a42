// What a checkpoint is run on so that the rounding of its weights can heed how its activations go together.

import type { ModelArchitecture } from '../runtime/packs/manifest.js';
import type { Tokenizer } from '../runtime/worker/tokenizer/tokenizer.js';
import { randomIds } from './float/random-ids.js';

/** Prose, talk, names and numbers, a list and code, written for this; none of it is in the recordings packs are compared on. */
const PROSE: readonly string[] = [
  'When the ferry came in, the children were already standing at the end of the pier with their bags, and the old woman who ' +
    'sold oranges said to them, "You will need your coats before evening." Nobody listened. By four o\'clock it had begun to ' +
    'rain, and she was right, as she usually was.',
  'In 1969 the committee met twice in Geneva. Dr Anna Keller of the University of Bern asked for 3.5 million francs; Mr Okafor, ' +
    'who had read all 240 pages, wanted to know why. The answer took an hour. "We measure what others only assume," she wrote ' +
    'later, "and that is expensive."',
  'How to bake bread:\n1. Mix 500 g of flour, 300 ml of water and a little salt.\n2. Wait for two hours.\n3. Bake it at 220 ' +
    'degrees until it is brown.\n\ndef area(width, height):\n    return width * height\n\nprint(area(3, 4))  # 12',
];

const RANDOM_TEXTS = 2;
const RANDOM_TOKENS = 48;

/** Token ids. A model without a tokenizer gets tokens at random: on the tiny model, a third of what prose gains. */
export function calibrationTexts(
  { vocab, context }: ModelArchitecture,
  tokenizer: Tokenizer | undefined,
): readonly (readonly number[])[] {
  if (tokenizer) return PROSE.map((text) => tokenizer.tokenize(text, context).ids);
  return Array.from({ length: RANDOM_TEXTS }, (_, text) =>
    randomIds(vocab, Math.min(context, RANDOM_TOKENS), text + 1),
  );
}
