// The essay against what it speaks of: a claim that no longer holds, or a number that is no longer so, fails here.

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSources } from '../../scripts/essay-sources.js';
import { findTerm } from '../../src/elements/attn-term/find-term.js';
import { GLOSSARY } from '../../src/elements/attn-term/glossary.js';
import { type Claim, readClaims, WIZARD } from './claims.js';
import { fill } from './fill.js';
import numbers from './numbers.json' with { type: 'json' };

let text: string;
let claims: Readonly<Record<string, Claim>>;

beforeAll(async () => {
  text = await readFile(new URL('essay.html', import.meta.url), 'utf8');
  claims = readClaims(await readSources());
});

const all = (pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);
const unique = (list: readonly string[]) => [...new Set(list)].sort();

test.each(Object.keys(numbers))('%s holds, with the numbers of the text', (id) => {
  expect(claims[id]).toEqual({ holds: true, numbers: numbers[id as keyof typeof numbers] });
});

test('every claim is made in the text, and nothing else is marked as one', () => {
  expect(unique(all(/data-claim="([\w-]+)"/g))).toEqual(Object.keys(claims).sort());
  expect(Object.keys(numbers).sort()).toEqual(Object.keys(claims).sort());
});

test('a number stands only within the claim that it belongs to', () => {
  const spans = [...text.matchAll(/<span data-claim="([\w-]+)">(.*?)<\/span>/gs)];
  const placed = spans.flatMap(([, id, body = '']) =>
    [...body.matchAll(/\{\{([\w-]+)\.[\w-]+\}\}/g)].map(([, from]) => [id, from]),
  );
  expect(placed.length).toBe(all(/\{\{([\w-]+\.[\w-]+)\}\}/g).length);
  expect(placed.filter(([id, from]) => id !== from)).toEqual([]);
});

test('every source that is named is listed, and every listed one is named', () => {
  expect(unique(all(/href="#source-([\w-]+)"/g))).toEqual(unique(all(/id="source-([\w-]+)"/g)));
});

test('no number of a model is typed: outside of claims there are only names, years and formulas', () => {
  const prose = text
    .replace(/<footer>.*<\/footer>/s, '')
    .replace(/<span data-claim="[\w-]+">.*?<\/span>/gs, '')
    .replace(/<(cite|button|figure|summary)[^>]*>.*?<\/\1>/gs, '')
    .replace(/<[^>]+>/g, ' ');
  const known = [
    /GPT-2/g,
    /\b(?:1[01]|\d)\.(?:1[01]|\d)\b/g,
    /\bStation \d\b/g,
    /add up to 1\b/g,
    /Station in/g,
  ];
  const rest = known.reduce((left, pattern) => left.replace(pattern, ''), prose);
  expect(rest.match(/\d[\d.,]*/g) ?? []).toEqual([
    // How long it takes, headings, mean and variance, "count from 0", "scaled up to 1", "shares are 0", and the positions of
    // GPT-2, with their source.
    ...['30', '1.', '0', '1', '2.', '0,', '1', '3.', '0.', '4.', '1,024'],
  ]);
});

test('within a claim no number is typed either, but for names of heads', () => {
  const bodies = all(/<span data-claim="[\w-]+">(.*?)<\/span>/gs);
  const typed = bodies.map((body) =>
    body
      .replace(/<[^>]+>|\{\{[^}]+\}\}|GPT-2|Station \d/g, '')
      .replace(/\b(?:1[01]|\d)\.(?:1[01]|\d)\b|\blayer \d+\b/g, ''),
  );
  // What "random" means: around 0, 1 away from it, and the product around 0.
  expect(typed.flatMap((body) => body.match(/\d[\d.,]*/g) ?? [])).toEqual(['0,', '1', '0.']);
});

test('every term in the text is in the glossary, and the text uses those that a reader needs', () => {
  const used = [...text.matchAll(/<attn-term(?: term="([^"]+)")?>([^<]+)<\/attn-term>/g)].map(
    ([, term, word = '']) => term ?? word,
  );
  expect(used.filter((word) => !findTerm(word))).toEqual([]);
  const found = new Set(used.map((word) => findTerm(word)?.name));
  // "Embedding" is explained within "Position embedding".
  const unused = Object.values(GLOSSARY).filter(({ name }) => !found.has(name));
  expect(unused.map(({ name }) => name)).toEqual(['Embedding']);
});

test('every button sets a widget that is there', () => {
  const ids = unique(all(/<(?:attn-lens|qkv-sandbox)[^>]* id="([\w-]+)"/g));
  const wanted = unique(all(/data-for="([\w-]+)"/g));
  expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
});

test('the live station runs the sentence that was measured', () => {
  expect(all(/<attn-lens id="live" text="([^"]+)"/g)).toEqual([WIZARD]);
});

describe('filling in', () => {
  const filling = { base: '../', numbers: { a: { b: '<1 %' } } };

  test('the glossary is a list, each entry under the id by which it is found', () => {
    const list = fill('<dl>{{glossary}}</dl>', filling);
    expect(list.match(/<dt data-term=/g)).toHaveLength(Object.keys(GLOSSARY).length);
    expect(list).toContain('<dt data-term="dot-product">Dot product</dt><dd>Multiply two vectors');
  });

  test('numbers are marked, and written as text', () => {
    expect(fill('{{base}}x {{a.b}}', filling)).toBe('../x <b class="measured">&lt;1 %</b>');
  });

  test('what is missing is named', () => {
    expect(() => fill('{{a.c}}', filling)).toThrow('{{a.c}}');
  });
});
