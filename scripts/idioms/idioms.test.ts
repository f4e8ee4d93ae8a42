// The check of idioms: what it reads, what it finds, and that old text may only shrink.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { idiomIn } from './idioms.js';
import { sentencesOf } from './prose.js';
import { compare, explain, findIdioms } from './ratchet.js';

const MARKDOWN = `# A title of several

A paragraph is
broken. It has \`letGo()\`; it gives up.

- an item is no list
- another item

| a cell | shall be read |

\`\`\`ts
// code is held to nothing
\`\`\`
`;

const SCRIPT = `// Drawn anew when
// the size changes. Not more.

import { a } from 'a';

/**
 * Whoever asks.
 * @param b what is
 *   let go
 */
const c = 'The file cannot be had.'; // For good.
const url = 'https://example.org/anew';
const css = \`
  /* It goes on. */
\`;
/** One line. */
`;

test('it reads the prose of Markdown, without code', () => {
  expect(sentencesOf('a.md', MARKDOWN)).toEqual([
    '# A title of several',
    'A paragraph is broken.',
    'It has `letGo()`; it gives up.',
    '- an item is no list',
    '- another item',
    'a cell',
    'shall be read',
  ]);
});

test('it reads comments and strings of scripts', () => {
  expect(sentencesOf('a.ts', SCRIPT)).toEqual([
    'Drawn anew when the size changes.',
    'Not more.',
    'Whoever asks.',
    '@param b what is let go',
    'The file cannot be had.',
    'For good.',
    'It goes on.',
    'One line.',
  ]);
});

test.each([
  ['It gives up a drag.', 'give up'],
  ['The work was given up.', 'give up'],
  ['One that turns away lets it go.', 'let go'],
  ['The bundler takes it along.', 'take along'],
  ['The words it brings along.', 'take along'],
  ['Whoever asks joins in.', 'whoever'],
  ['A hash of the file; of several, of one after another.', 'of several'],
  ['It is drawn anew.', 'anew'],
  ['It is fetched once more.', 'once more'],
  ['A length that is not heeded.', 'heed'],
  ['A page that spares its own fields.', 'spare'],
  ['What is no number is 0.', 'is no'],
  ['The file cannot be had.', 'be had'],
  ['What shall be reached.', 'shall'],
  ['Another attempt may mend it.', 'mend'],
  ['All of them are reckoned.', 'reckon'],
  ['The token, held to the trace.', 'held to'],
  ['Click or press Enter to keep it.', 'click to keep'],
  ['Ends it for good.', 'for good'],
  ['It goes on where it stopped.', 'go on'],
  ['The same, but for the first.', 'but for'],
  ['What stands in the address.', 'what stands'],
  ['The weight is 84 %.', '84 %'],
])('%s', (sentence, name) => {
  expect(idiomIn('a.md', sentence)?.name).toBe(name);
});

test.each([
  'There is no number, and there are no rows.',
  'It is no longer than a line.',
  'One of several tokens.',
  'It moves along the axis.',
  'It is not for the page but for the reader.',
  'An error goes on the list.',
  'A width of 84% and 7.5 MB.',
  'A call of `letGo()` or `give up`.',
  'A box that stands for what stands in for a trace.',
])('no false alarm: %s', (sentence) => {
  expect(idiomIn('a.md', sentence)).toBeUndefined();
});

test('scripts may quote the screen, whose numbers have a space', () => {
  expect(idiomIn('a.test.ts', '“dog” reads “on” 84 %.')).toBeUndefined();
});

test('a sentence of old text passes, a new one with an idiom fails', () => {
  const old = findIdioms('docs/a.md', 'Escape gives up a drag.');
  const found = findIdioms('docs/a.md', 'Escape gives up a drag. Enter gives up too. Tab moves.');
  const { fresh, gone } = compare(found, old);
  expect(fresh).toEqual(['docs/a.md: Enter gives up too.']);
  expect(gone).toEqual([]);
});

test('a sentence of old text that moves to another file fails, and the message says so', () => {
  const old = findIdioms('docs/a.md', 'Escape gives up a drag.');
  const { fresh, gone } = compare(findIdioms('docs/b.md', 'Escape gives up a drag.'), old);
  expect(fresh).toHaveLength(1);
  expect(explain(fresh[0] ?? '', gone)).toBe(
    'docs/b.md: "give up" (moved from docs/a.md: rewrite it on the way); try: cancel, abandon, stop trying\n' +
      '    Escape gives up a drag.',
  );
});

test('a copy of a sentence of old text fails', () => {
  const text = 'Escape gives up a drag.';
  const found = findIdioms('docs/a.md', `${text}\n\n${text}`);
  expect(compare(found, findIdioms('docs/a.md', text)).fresh).toHaveLength(1);
});

test('what is rewritten must leave the list, which takes nothing new', () => {
  const old = findIdioms('docs/a.md', 'Escape gives up a drag. Enter gives up too.');
  const found = findIdioms('docs/a.md', 'Escape cancels a drag. Enter gives up too. Tab gives up.');
  const verdict = compare(found, old);
  expect(verdict.gone).toEqual(['docs/a.md: Escape gives up a drag.']);
  expect(verdict.old).toEqual(['docs/a.md: Enter gives up too.']);
});

test('the list of old text only gets shorter', () => {
  const lines = readFileSync(new URL('old-text.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  // Lower the number when the list shrinks. Never raise it.
  expect(lines.length).toBeLessThanOrEqual(311);
});
