/** Folder of the packs that `random-packs.setup.ts` writes, from the root of the project: `0/pack/`, `1/pack/`... */
export const RANDOM_PACKS = '/node_modules/.cache/random-packs/';

/** How many there are. */
export const RANDOM_PACK_COUNT = 4;

/** Pack of a model with a tokenizer of its own: 424 tokens, and 16 ids that have none. */
export const OWN_TOKENIZER_PACK = `${RANDOM_PACKS}own-tokenizer/pack/`;

/** Checkpoint and recorded attention of a real layer, whose pack is `real-layer/` beside them. */
export const REAL_LAYER = '/tests/fixtures/gpt2-layer-08/';
