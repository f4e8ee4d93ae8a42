// The tables of all elements, by tag: for what is made from them, such as the manifest and the guides.

import * as lens from '../src/elements/attn-lens/attributes.js';
import * as model from '../src/elements/attn-model/attributes.js';
import * as term from '../src/elements/attn-term/attributes.js';
import * as finder from '../src/elements/head-finder/attributes.js';
import * as sandbox from '../src/elements/qkv-sandbox/attributes.js';
import type { Attributes, Parts } from '../src/elements/shared/attributes.js';

export const TABLES: Readonly<
  Record<string, { readonly attributes: Attributes; readonly parts?: Partial<Parts> }>
> = {
  'attn-lens': lens,
  'attn-model': model,
  'attn-term': term,
  'head-finder': finder,
  'qkv-sandbox': sandbox,
};
