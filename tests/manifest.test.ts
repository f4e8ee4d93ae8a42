// custom-elements.json says everything that the elements offer, and describes all of it: Storybook's API pages, the editors of
// our users and the generated types are made from it.

import { readdirSync, readFileSync } from 'node:fs';
import type { Package } from 'custom-elements-manifest';
import { describe, expect, test } from 'vitest';
import customElements from '../custom-elements.json' with { type: 'json' };
import { listElements } from '../scripts/manifest-elements.js';

const manifest = customElements as unknown as Package;
const ELEMENTS = new URL('../src/elements/', import.meta.url);

const declarations = listElements(manifest);

const tags = readdirSync(ELEMENTS).filter((name) => name !== 'shared');

/** The source of an element, tests left out, and of what all share. */
function sourceOf(folder: string): string {
  const files = readdirSync(new URL(`${folder}/`, ELEMENTS));
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(`${folder}/${file}`, ELEMENTS), 'utf8'))
    .join('\n');
}

const find = (text: string, pattern: RegExp) =>
  new Set([...text.matchAll(pattern)].flatMap(([, found = '']) => found.split(/\s+/)));

const names = (items: readonly { readonly name: string }[] = []) => items.map(({ name }) => name);

test('every element is there', () => {
  expect(declarations.map(({ tagName }) => tagName).sort()).toEqual(tags.sort());
});

describe.each(declarations.map((declaration) => [declaration.tagName ?? '', declaration] as const))(
  '%s',
  (tag, element) => {
    const source = sourceOf(tag);
    const kinds = {
      attribute: element.attributes,
      property: element.members,
      event: element.events,
      slot: element.slots,
      part: element.cssParts,
      'custom property': element.cssProperties,
      state: element.cssStates,
    };

    test('is described, and so is everything that it offers', () => {
      expect(element.description).toBeTruthy();
      for (const [kind, items = []] of Object.entries(kinds)) {
        for (const { name, description } of items) {
          expect(description, `${kind} "${name}"`).toMatch(/\S{2}/);
        }
      }
    });

    test('names each thing once', () => {
      for (const [kind, items = []] of Object.entries(kinds)) {
        expect(new Set(names(items)).size, kind).toBe(items.length);
      }
    });

    test('every part, slot, state, event and attribute of the source is there', () => {
      const parts = find(source, /\bpart="([\w\s-]+)"/g);
      expect(names(element.cssParts)).toEqual(expect.arrayContaining([...parts]));
      const slots = find(source, /<slot name="([\w-]+)"/g);
      expect(names(element.slots)).toEqual(expect.arrayContaining([...slots]));
      const states = find(source, /\bstates\.add\('([\w-]+)'\)/g);
      expect(names(element.cssStates)).toEqual(expect.arrayContaining([...states]));
      const attributes = find(source, /\battribute: '([\w-]+)'/g);
      expect(names(element.attributes)).toEqual(expect.arrayContaining([...attributes]));
      const sent = [...find(source, /dispatchEvent\(\s*new (Attn\w+)Event\(/g)].map(
        (name) =>
          `attn-${name
            .slice(4)
            .replace(/\B[A-Z]/g, '-$&')
            .toLowerCase()}`,
      );
      expect(names(element.events)).toEqual(expect.arrayContaining(sent));
    });

    test('every custom property of the theme that it uses is there', () => {
      const theme = find(sourceOf('shared'), /\bvar\(--attn-([\w-]+)/g);
      const used = [...find(source, /\bvar\(--_([\w-]+)/g)].filter((name) => theme.has(name));
      expect(names(element.cssProperties)).toEqual(
        expect.arrayContaining(used.map((name) => `--attn-${name}`)),
      );
    });

    test('every custom property that it names is read somewhere', () => {
      const read = find(source + sourceOf('shared'), /var\((--attn-[\w-]+)/g);
      expect([...read]).toEqual(expect.arrayContaining(names(element.cssProperties)));
    });
  },
);
