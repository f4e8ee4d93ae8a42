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

test('another version on the page is named beside ours', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  customElements.define('x-other', element('0.0.1'));
  defineElement('x-other', element(VERSION));
  expect(warn).toHaveBeenCalledOnce();
  expect(warn.mock.calls[0]?.[0]).toMatch(`${VERSION} was not defined`);
  expect(warn.mock.calls[0]?.[0]).toMatch('version 0.0.1');
});
