import { expect, test } from 'vitest';
import { idOf, idProblem } from './pack-id.js';

test.each([
  ['gpt2', 'gpt2'],
  ['My model (2)', 'My-model-2'],
  ['.cache', 'cache'],
  ['', 'model'],
  ['模型', 'model'],
])('"%s" as an id is %s, which is one', (name, id) => {
  expect(idOf(name)).toBe(id);
  expect(idProblem(id)).toBeUndefined();
});

test.each(['', '.', '..', 'a/b', 'a b', '-x', 'x.', 'x'.repeat(101)])('"%s" is none', (id) => {
  expect(idProblem(id)).toMatch(/^Use letters/);
});
