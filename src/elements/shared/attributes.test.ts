import { describe, expect, test } from 'vitest';
import { TABLES } from '../../../scripts/all-attributes.js';
import '../attn-lens/attn-lens.js';
import '../attn-model/attn-model.js';
import '../attn-term/attn-term.js';
import '../head-finder/head-finder.js';
import '../qkv-sandbox/qkv-sandbox.js';
import { type Attribute, listAttributes } from './attributes.js';

/** Without `scene`, which is read as what is on the plane. */
const ALL = Object.entries(TABLES).flatMap(([tag, { attributes }]) =>
  listAttributes(attributes)
    .filter(({ name }) => name !== 'scene')
    .map((attribute) => ({ tag, ...attribute })),
);

const usualOf = ({ type, default: usual }: Attribute) => usual ?? (type === Boolean ? false : null);

describe.each(ALL)('$tag $name', ({ tag, name, property, ...attribute }) => {
  const create = () => document.createElement(tag) as unknown as Element & Record<string, unknown>;

  test('begins as its table says', () => {
    expect(create()[property]).toBe(usualOf(attribute));
  });

  test('is a property, and its default again once the attribute is removed', () => {
    const element = create();
    element.setAttribute(name, attribute.type === Boolean ? '' : '2');
    const value = attribute.type === Number ? 2 : attribute.type === Boolean || '2';
    expect(element[property]).toBe(value);
    element.removeAttribute(name);
    expect(element[property]).toBe(usualOf(attribute));
  });
});

test('a default is never an attribute that nobody set', () => {
  for (const { tag, default: usual, useDefault, reflect } of ALL) {
    if (usual !== undefined) expect(useDefault, tag).toBe(true);
    if (reflect) expect(document.createElement(tag).attributes).toHaveLength(0);
  }
});
