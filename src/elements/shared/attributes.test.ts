import { describe, expect, test } from 'vitest';
import { attributes as lens } from '../attn-lens/attributes.js';
import '../attn-lens/attn-lens.js';
import { attributes as model } from '../attn-model/attributes.js';
import '../attn-model/attn-model.js';
import { attributes as term } from '../attn-term/attributes.js';
import '../attn-term/attn-term.js';
import { attributes as finder } from '../head-finder/attributes.js';
import '../head-finder/head-finder.js';
import { attributes as sandbox } from '../qkv-sandbox/attributes.js';
import '../qkv-sandbox/qkv-sandbox.js';
import { type Attribute, listAttributes } from './attributes.js';

const TABLES = {
  'attn-lens': lens,
  'attn-model': model,
  'attn-term': term,
  'head-finder': finder,
  'qkv-sandbox': sandbox,
};

/** Without `scene`, which is read as what is on the plane. */
const ALL = Object.entries(TABLES).flatMap(([tag, table]) =>
  listAttributes(table)
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
