import { afterEach, expect, test } from 'vitest';
import { decode, encode, readFragment, withFragment, writeFragment } from './page-fragment.js';

const page = location.pathname + location.search;

afterEach(() => {
  document.querySelector('base')?.remove();
  history.replaceState(null, '', page);
});

test('a value is kept beside others, which stay as they are to the letter', () => {
  history.replaceState(null, '', '#section&toy=q:1,0.5;t:0,1,caf%C3%A9&/route?x=1');
  writeFragment('attn-pattern', '10.2_11.3');
  expect(location.hash).toBe(
    '#section&toy=q:1,0.5;t:0,1,caf%C3%A9&/route?x=1&attn-pattern=10.2_11.3',
  );
  expect(readFragment('toy')).toBe('q:1,0.5;t:0,1,caf%C3%A9');
  writeFragment('attn-pattern', '');
  expect(location.hash).toBe('#section&toy=q:1,0.5;t:0,1,caf%C3%A9&/route?x=1');
  expect(readFragment('attn-pattern')).toBe(null);
});

const NAMES = [
  'tête',
  'my lens',
  'a&b',
  'a=b',
  '100%',
  '100%25',
  '50%, tête & co = 1',
  'a#b',
  'a+b',
  'レンズ',
  'עדשה',
  '👩‍👧',
  'half \ud800',
  '%',
  '%zz',
  '?',
  '/',
  '"<>`',
  "it's (one)!*~",
];

test('any name can be found again, and has one entry', () => {
  for (const name of NAMES) {
    history.replaceState(null, '', '#section-2');
    writeFragment(name, '1');
    expect(readFragment(name), name).toBe('1');
    writeFragment(name, '2');
    expect(readFragment(name), name).toBe('2');
    expect(location.hash).toBe(`#section-2&${encode(name)}=2`);
    writeFragment(name, '');
    expect(location.hash).toBe('#section-2');
  }
});

test('no name is taken for another', () => {
  for (const [index, name] of NAMES.entries()) writeFragment(name, String(index));
  for (const [index, name] of NAMES.entries()) {
    expect(readFragment(name), name).toBe(String(index));
  }
});

test('names that were passed on escaped otherwise are read, and replaced', () => {
  const everyByte = (name: string) =>
    [...new TextEncoder().encode(name)]
      .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
      .join('');
  for (const name of NAMES.filter((one) => !/\p{Surrogate}/u.test(one))) {
    history.replaceState(null, '', `#${everyByte(name)}=1`);
    expect(readFragment(name), name).toBe('1');
    writeFragment(name, '2');
    expect(location.hash).toBe(`#${encode(name)}=2`);
  }
});

test('what earlier versions wrote is read, the latest of several, and replaced', () => {
  // They left the escaping of a lens’s name to the browser.
  for (const name of NAMES.filter((one) => one !== '100%25')) {
    history.replaceState(null, '', `#top&${name}=layer:5&${name}=layer:6&toy=q:1`);
    expect(readFragment(name), name).toBe('layer:6');
    writeFragment(name, 'layer:7');
    expect(location.hash, name).toBe(`#top&toy=q:1&${encode(name)}=layer:7`);
  }
});

test('malformed escapes do no harm, and stay', () => {
  history.replaceState(null, '', '#%E0%A4%A&%=1&toy=%ZZ');
  expect(readFragment('toy')).toBe('%ZZ');
  expect(decode('%ZZ')).toBe('%ZZ');
  writeFragment('lens', '1');
  expect(location.hash).toBe('#%E0%A4%A&%=1&toy=%ZZ&lens=1');
});

test('a text fragment stays at the end, and is no part of a value', () => {
  // Browsers that know it take it out of the address; others leave it there.
  const one = 'https://site.example/#section-2&lens=1:~:text=first%20layer';
  expect(readFragment('lens', one)).toBe('1');
  expect(withFragment('lens', '2', one)).toBe(
    'https://site.example/#section-2&lens=2:~:text=first%20layer',
  );
  expect(withFragment('lens', '2', 'https://site.example/#:~:text=first&text=second')).toBe(
    'https://site.example/#lens=2:~:text=first&text=second',
  );
});

test('the page stays the same where a <base> sends its links elsewhere', () => {
  const base = document.createElement('base');
  base.href = '/elsewhere/';
  document.head.append(base);
  writeFragment('toy', '1');
  expect(location.pathname + location.search).toBe(page);
  expect(location.hash).toBe('#toy=1');
});
