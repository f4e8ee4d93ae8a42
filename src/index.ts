// All elements at once. Each is published on its own too: `attention-lens/attn-lens`.

export * from './elements/attn-lens/attn-lens.js';
export * from './elements/attn-model/attn-model.js';
export * from './elements/attn-term/attn-term.js';
export * from './elements/head-finder/head-finder.js';
export * from './elements/qkv-sandbox/qkv-sandbox.js';
export { registerWords } from './elements/shared/localize.js';
