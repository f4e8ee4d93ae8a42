// project-words.txt, the words that cspell accepts here: a sorted list merges without conflicts and shows what is there.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the project’s words are sorted, each there once', () => {
  const file = readFileSync(new URL('../project-words.txt', import.meta.url), 'utf8');
  const words = file
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
  expect(words).toEqual([...new Set(words)].sort());
});
