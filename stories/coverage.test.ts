// A story for every feature: whatever an element offers as an attribute, some story of it sets.

import { readFileSync } from 'node:fs';
import type { Package } from 'custom-elements-manifest';
import { expect, test } from 'vitest';
import customElements from '../custom-elements.json' with { type: 'json' };
import { findElement } from '../scripts/manifest-elements.js';

const manifest = customElements as unknown as Package;

test.each(['attn-lens', 'attn-model', 'attn-term', 'head-finder', 'qkv-sandbox'])(
  'every attribute of <%s> has a story',
  (tag) => {
    const source = readFileSync(new URL(`${tag}.stories.ts`, import.meta.url), 'utf8');
    const isSet = (attribute: string, property: string) =>
      new RegExp(`\\b${property}: |<${tag}[^>]*\\s${attribute}="`).test(source);
    const missing = (findElement(manifest, tag).attributes ?? []).filter(
      ({ name, fieldName = name }) => !isSet(name, fieldName),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  },
);
