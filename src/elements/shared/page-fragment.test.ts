import { afterEach, expect, test } from 'vitest';
import { readFragment, writeFragment } from './page-fragment.js';

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

test('any name can be found again', () => {
  for (const name of ['first one', 'a&b=c', 'ünïcode', '100%']) {
    writeFragment(name, '1');
    expect(readFragment(name), name).toBe('1');
    writeFragment(name, '2');
    expect(readFragment(name), name).toBe('2');
    writeFragment(name, '');
    expect(location.hash).toBe('');
  }
});

test('the page stays the same where a <base> sends its links elsewhere', () => {
  const base = document.createElement('base');
  base.href = '/elsewhere/';
  document.head.append(base);
  writeFragment('toy', '1');
  expect(location.pathname + location.search).toBe(page);
  expect(location.hash).toBe('#toy=1');
});
