import { expect, test } from 'vitest';
import { shorten } from './shorten.js';

test('what is short stays as it is', () => {
  expect(shorten('https://a.example/dog.json')).toBe('https://a.example/dog.json');
  expect(shorten('a'.repeat(200))).toBe('a'.repeat(200));
});

test('what is long ends in a sign that there is more', () => {
  expect(shorten('a'.repeat(201))).toBe(`${'a'.repeat(199)}…`);
  expect(shorten(`data:application/json;base64,${'A'.repeat(3000)}`)).toHaveLength(200);
});

test('no character is cut in two', () => {
  expect(shorten('🦉'.repeat(300))).toBe(`${'🦉'.repeat(199)}…`);
});
