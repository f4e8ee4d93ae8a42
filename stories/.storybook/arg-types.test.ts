import type { Package } from 'custom-elements-manifest';
import { expect, test } from 'vitest';
import customElements from '../../custom-elements.json' with { type: 'json' };
import { findElement } from '../../scripts/manifest-elements.js';
import { toArgTypes } from './arg-types.js';

const manifest = customElements as unknown as Package;
const rows = toArgTypes(findElement(manifest, 'attn-lens'));

const namesIn = (category: string) =>
  Object.values(rows)
    .filter(({ table }) => table?.category === category)
    .map(({ name }) => name);

test('an attribute is set through its property, with its description and default', () => {
  expect(rows.ignoreFirst).toMatchObject({
    name: 'ignore-first',
    description: expect.stringMatching(/^Leaves the first token out.* Property: `ignoreFirst`\.$/),
    control: { type: 'boolean' },
    table: { category: 'attributes', defaultValue: { summary: 'false' } },
  });
  expect(rows.layer).toMatchObject({ control: { type: 'number', min: 0 } });
  expect(rows.token).toMatchObject({ control: { type: 'number', min: 0 } });
  expect(rows.src).toMatchObject({ control: { type: 'text' } });
});

test('only attributes have a control', () => {
  const controlled = Object.values(rows).filter(({ control }) => control);
  expect(controlled.map(({ name }) => name)).toEqual(namesIn('attributes'));
});

test('read-only properties say so, others do not', () => {
  expect(namesIn('properties')).toEqual([
    'trace',
    'temporaryTrace',
    'painted',
    'selection',
    'shown',
    'engine',
    'status',
    'error',
  ]);
  expect(rows.status?.description).toMatch(/^Read-only\. /);
  expect(rows.trace?.description).not.toMatch(/read-only/i);
});

test('things of one name keep a row each', () => {
  expect(rows.error?.table?.category).toBe('properties');
  expect(rows['<slot name="error">']?.table?.category).toBe('slots');
  expect(rows['::part(error)']?.table?.category).toBe('CSS parts');
  expect(rows[':state(error)']?.table?.category).toBe('CSS states');
});

test('everything else is written as a page writes it', () => {
  expect(namesIn('events')).toContain('attn-head-change');
  expect(namesIn('slots')).toEqual(expect.arrayContaining(['<slot>', '<slot name="error">']));
  expect(namesIn('CSS properties')).toContain('--attn-surface');
  expect(namesIn('CSS states')).toContain(':state(ready)');
});

test('a tag that is not there is named', () => {
  expect(() => findElement(manifest, 'attn-lense')).toThrow('has no <attn-lense>');
});
