import { expect, test } from 'vitest';
import type { TraceToken } from '../../runtime/trace/index.js';
import { textDirection, viewTokens } from './token-views.js';

const texts = (...list: string[]): TraceToken[] => list.map((text, id) => ({ id, text }));
const bytes = (...list: string[]): TraceToken[] => list.map((hex, id) => ({ id, bytes: hex }));

test('a token continues a word where a letter follows a letter without a space', () => {
  const continues = (...list: string[]) => viewTokens(texts(...list)).map((view) => view.continues);
  expect(continues('didn', "'t", ' em', 'powers', '.')).toEqual([false, true, false, true, false]);
  expect(continues('20', '26', ' a', '\n', 'b')).toEqual([false, true, false, false, false]);
});

test('a trace may say itself what continues a word', () => {
  const views = viewTokens([
    { id: 1, text: 'em' },
    { id: 2, text: 'powers', continues: false },
  ]);
  expect(views[1]?.continues).toBe(false);
});

test('what has no look of its own is named by its code point, and a mark stands on something', () => {
  const views = viewTokens(texts('\u200b', '\u202eabc', 'e\u0301', '\u0301', '👩\u200d👧'));
  expect(views.map(({ text }) => text)).toEqual([
    'U+200B',
    'U+202Eabc',
    'e\u0301',
    '◌\u0301',
    '👩\u200d👧',
  ]);
  expect(viewTokens(bytes('e280', '8d'))[0]?.name).toBe('1/2 of U+200D');
});

test('a very long token is cut', () => {
  expect(viewTokens(texts('x'.repeat(1000)))[0]?.text).toHaveLength(81);
});

test('a leading space is kept apart from the text', () => {
  expect(viewTokens(texts(' dog'))[0]).toMatchObject({
    leadingSpaces: 1,
    text: 'dog',
    name: 'dog',
  });
});

test('white space and control characters are visible and have names', () => {
  const views = viewTokens(texts('\n', '\t', ' ', '   ', 'a\u0007', ''));
  expect(views.map(({ text }) => text)).toEqual(['⏎', '⇥', '␣', '␣␣␣', 'aU+0007', '∅']);
  expect(views.map(({ name }) => name)).toEqual([
    'line break',
    'tab',
    'space',
    '3 spaces',
    'aU+0007',
    'empty token',
  ]);
});

test('tokens that split a character are joined under it', () => {
  const views = viewTokens(bytes('20f09f', '9982', 'f09f', '98', '80'));
  expect(views.map(({ split }) => split && [split.first, split.count, split.text])).toEqual([
    [0, 2, '🙂'],
    [0, 2, '🙂'],
    [2, 3, '😀'],
    [2, 3, '😀'],
    [2, 3, '😀'],
  ]);
  expect(views[1]).toMatchObject({ text: '2/2', name: '2/2 of 🙂' });
});

test('bytes that never make a character are shown as what decoding makes of them', () => {
  expect(viewTokens(bytes('f09f'))[0]).toMatchObject({ split: null, text: '\ufffd' });
});

test('tokens with the same text are counted', () => {
  const views = viewTokens(texts(' dog', ' on', ' dog'));
  expect(views.map(({ occurrence }) => occurrence)).toEqual([
    { number: 1, of: 2 },
    { number: 1, of: 1 },
    { number: 2, of: 2 },
  ]);
});

test('the direction is that of the first letter', () => {
  expect(textDirection('1. שלום hello')).toBe('rtl');
  expect(textDirection('hello مرحبا')).toBe('ltr');
  expect(textDirection('…')).toBe('ltr');
});
