import { expect, test } from 'vitest';
import { FINDERS, type Finder, rankHeads } from '../../runtime/heads/index.js';
import type { Finding } from './findings.js';
import { german } from './head-finder.terms.de.js';
import { english } from './head-finder.terms.en.js';
import { lessonText } from './head-finder.terms.js';

const finding = (finder: Finder): Finding => {
  const ranking = rankHeads([{ layer: 5, head: 1, score: 0.9 }]);
  return { finder, basis: 'text', ranking, passes: true, table: null };
};

/** What is said of a head that is the best at both. */
function lesson(one: Finder, another: Finder): string {
  const other = finding(another);
  const [entry] = other.ranking;
  if (!entry) throw new Error('There is a head.');
  return lessonText(finding(one), { other, entry });
}

function known(id: string): Finder {
  const finder = FINDERS.find((one) => one.id === id);
  if (!finder) throw new Error(`There is no finder ${id}.`);
  return finder;
}

test('a finder that needs repeats says why its head is a sink too, without a reason of its own', () => {
  const added: Finder = { ...known('induction'), id: 'added', label: 'Added' };
  expect(lesson(added, known('sink'))).toMatch(
    'under “Attention sink” (.90, on this text). If nothing repeats, it rests on the first token',
  );
  expect(lesson(known('sink'), added)).toMatch('If nothing repeats, it rests on the first token');
  expect(lesson(added, known('induction'))).toMatch('Both fit this head');
  expect(lesson({ ...added, needsRepeats: false }, known('sink'))).toMatch('Both fit this head');
});

test('a pair with a reason of its own has that one', () => {
  expect(lesson(known('induction'), known('sink'))).toMatch(
    'An induction head with nothing to match',
  );
  expect(lesson(known('sink'), known('duplicate'))).toMatch('With no earlier copy to find');
});

test('every pair has its reason in German too', () => {
  expect(Object.keys(german.reasons ?? {}).sort()).toEqual(Object.keys(english.reasons).sort());
});
