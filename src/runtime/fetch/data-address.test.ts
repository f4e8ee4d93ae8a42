import { expect, test } from 'vitest';
import { dataResponse } from './data-address.js';

const bytesOf = async (response: Response | undefined) => [
  ...new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer(0)),
];

test.each([
  'data:,',
  'data:text/plain,a%20b%2Cc,d',
  'data:application/json,{"text":"The dog, on the ship — 🦉"}',
  'DATA:application/json;charset=utf-8;base64,eyJhIjoi4oKsIn0=',
  'data:;base64,/+8%3D',
  'data:application/json; base64,e30',
  'data:text/plain;base64;x=1,e30',
  'data:text/plain,50%25 and 100%#fragment',
])('answers %s as fetch does', async (url) => {
  expect(await bytesOf(dataResponse(url))).toEqual(await bytesOf(await fetch(url)));
});

test('leaves every other address to fetch', () => {
  expect(dataResponse('https://a.example/data:,')).toBeUndefined();
});

test('throws for base64 that is not valid, as fetch rejects', () => {
  expect(() => dataResponse('data:;base64,=')).toThrow();
});
