// The attributes of <attn-model>. What each means is said at the property of the class.

import type { Attributes } from '../shared/attributes.js';

export const attributes = {
  src: {},
  device: { values: ['auto', 'webgpu', 'wasm'] },
  integrity: {},
} as const satisfies Attributes;
