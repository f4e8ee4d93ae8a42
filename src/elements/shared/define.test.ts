import { afterEach, expect, test, vi } from 'vitest';
import { VERSION } from '../../version.js';
import { defineElement } from './define.js';

const element = (version: string) =>
  class extends HTMLElement {
    static readonly version = version;
  };

afterEach(() => vi.restoreAllMocks());

test('the same version twice is silent', () => {
  const warn = vi.spyOn(console, 'warn');
  defineElement('x-same', element(VERSION));
  defineElement('x-same', element(VERSION));
  expect(warn).not.toHaveBeenCalled();
});

test('another version on the page is named beside ours, once for all their tags', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  for (const tag of ['x-lens', 'x-finder', 'x-sandbox']) {
    customElements.define(tag, element('0.0.1'));
    defineElement(tag, element(VERSION));
  }
  expect(warn).toHaveBeenCalledOnce();
  expect(warn.mock.calls[0]?.[0]).toMatch(`attention-lens ${VERSION} did not define <x-lens>`);
  expect(warn.mock.calls[0]?.[0]).toMatch('version 0.0.1');
});

test('a class can have several tags', () => {
  const one = element(VERSION);
  customElements.define('x-page', one);
  defineElement('x-first', one);
  defineElement('x-second', one);
  expect(document.createElement('x-page')).toBeInstanceOf(one);
  expect(document.createElement('x-first')).toBeInstanceOf(one);
  expect(document.createElement('x-second')).toBeInstanceOf(one);
});
