/** Folder of the packs that `random-packs.setup.ts` writes, from the root of the project: `0/pack/`, `1/pack/`... */
export const RANDOM_PACKS = '/node_modules/.cache/random-packs/';

/** How many there are. */
export const RANDOM_PACK_COUNT = 4;

/** Checkpoint and recorded attention of a real layer, whose pack is `real-layer/` beside them. */
export const REAL_LAYER = '/tests/fixtures/gpt2-layer-08/';
