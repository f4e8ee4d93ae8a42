import { expect, test } from 'vitest';
import { redact } from './redact.js';

test.each([
  [
    'https://user:secret@hub.example/x cannot be reached',
    'https://***@hub.example/x cannot be reached',
  ],
  ['https://:secret@hub.example', 'https://***@hub.example'],
  ['Bearer hf_abc is not valid', 'Bearer *** is not valid'],
  ['https://hub.example/a@b', 'https://hub.example/a@b'],
])('%s', (said, shown) => {
  expect(redact(said, { HF_TOKEN: 'hf_abc' })).toBe(shown);
});

test('a token with a line break, whole or in parts', () => {
  const env = { HF_TOKEN: 'hf_first\nhf_second' };
  expect(redact('"Bearer hf_first\nhf_second" or hf_second', env)).toBe('"Bearer ***" or ***');
});
