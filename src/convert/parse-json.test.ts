import { expect, test } from 'vitest';
import { parseJson } from './parse-json.js';

test('very deep JSON is refused in words', () => {
  expect(() => parseJson('['.repeat(1e6))).toThrow('nested more than 100 times');
  expect(() => parseJson(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)).toThrow('nested');
});

test('brackets within texts do not count as depth', () => {
  const list = Array.from({ length: 200 }, () => '[{"');
  expect(parseJson(JSON.stringify(list))).toEqual(list);
});
