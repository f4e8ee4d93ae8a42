import { expect, test } from 'vitest';
import { parseJson, readJsonFile } from './read-json.js';

test('very deep JSON is refused in words', () => {
  expect(() => parseJson('['.repeat(1e6))).toThrow('nested more than 100 times');
  expect(() => parseJson(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)).toThrow('nested');
});

test('brackets in texts are no depth', () => {
  const list = Array.from({ length: 200 }, () => '[{"');
  expect(parseJson(JSON.stringify(list))).toEqual(list);
});

test('a device is no file', async () => {
  await expect(readJsonFile('/dev/null')).rejects.toThrow('is no file');
});
