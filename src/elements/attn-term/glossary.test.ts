import { describe, expect, test } from 'vitest';
import { findTerm } from './find-term.js';
import { GLOSSARY } from './glossary.js';

test.each([
  ['head', 'Head'],
  ['Heads', 'Head'],
  [' dot product ', 'Dot product'],
  ['dot-product', 'Dot product'],
  ['queries', 'Query'],
  ['CLIP', 'CLIP'],
  ['BERT', 'BERT'],
  ['bias', undefined],
  ['constructor', undefined],
  ['', undefined],
])('%j is %j', (word, name) => {
  expect(findTerm(word)?.name).toBe(name);
});

describe.each(Object.entries(GLOSSARY))('%s', (id, { name, definition }) => {
  test('is found by its own name, and can be read in one breath', () => {
    expect(findTerm(id)?.name).toBe(name);
    expect(definition).toMatch(/^\S.*[.)]$/);
    expect(definition.split(/\s+/).length).toBeLessThan(45);
  });
});
