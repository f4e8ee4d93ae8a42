// The attributes of <attn-term>. What each means is said at the property of the class.

import type { Attributes } from '../shared/attributes.js';

export const attributes = { term: {} } as const satisfies Attributes;
