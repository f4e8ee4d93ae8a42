import { expect, test } from 'vitest';
import { viewTokens } from '../../shared/token-views.js';
import { phrases } from '../attn-lens.terms.js';
import { percent } from '../terms/number.terms.js';
import type { Phrase } from '../terms/phrase.js';

const speak = (phrase: Phrase) =>
  phrase
    .map((part) => {
      if (typeof part === 'string') return part;
      return 'amount' in part ? part.amount : `“${part.token.name}”`;
    })
    .join('');

const [first, on, second] = viewTokens(
  [' dog', ' on', ' dog'].map((text, id) => ({ id, text })),
) as [never, never, never];

test.each([
  [0, '0 %'],
  [0.0001, '<0.1 %'],
  [0.0126, '1.3 %'],
  [0.00998, '1.0 %'],
  [0.0714, '7.1 %'],
  [0.845, '85 %'],
  [0.9971, '99.7 %'],
  [0.99999, '>99.9 %'],
  [0.9998, '>99.9 %'],
  [1, '100 %'],
])('%f is written %s', (weight, text) => {
  expect(percent(weight)).toBe(text);
});

test('tokens that are alike are told apart by their place', () => {
  expect(speak(phrases.reads(second, on, 0.845))).toBe('The second “dog” reads “on” 85 %.');
  expect(speak(phrases.reads(second, first, 0.2))).toBe(
    'The second “dog” reads the first “dog” 20 %.',
  );
});

test('a token may read itself', () => {
  expect(speak(phrases.reads(on, on, 1))).toBe('“on” reads itself 100 %.');
});
