// React 19 meets elements that a server has rendered as plain tags and a script has defined before React comes to them.

import type { LitElement } from 'lit';
import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import '../index.js';

const TAGS = ['attn-lens', 'attn-model', 'attn-term', 'head-finder', 'qkv-sandbox'] as const;

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const settled = async (element: Element | null) => {
  // What an element does of its own accord may be more than one update.
  for (let turn = 0; turn < 3; turn++) await (element as LitElement).updateComplete;
};

test.each(TAGS)('<%s> has no attribute that nobody set', async (tag) => {
  const element = document.createElement(tag);
  document.body.append(element);
  await settled(element);
  expect(element.getAttributeNames()).toEqual([]);
  expect(element.childNodes).toHaveLength(0);
});

test.each<[tag: string, props: Record<string, unknown>]>([
  ['attn-lens', { src: '/traces/dog.json' }],
  ['attn-lens', { src: '/traces/dog.json', layer: 5, head: 5, token: 10, view: 'lines' }],
  ['attn-lens', { text: 'The dog', predict: true, hide: 'map', label: 'A lens' }],
  ['attn-model', { src: 'tiny' }],
  ['attn-term', { children: 'softmax' }],
  ['head-finder', { src: '/traces/dog.json', behaviour: 'previous' }],
  ['qkv-sandbox', { tokens: 'a b c', scale: 2, causal: true }],
])('<%s> is hydrated without a complaint, given %j', async (tag, props) => {
  const complain = vi.spyOn(console, 'error');
  const app = createElement('main', null, createElement(tag, props));
  const root = document.createElement('div');
  document.body.append(root);
  root.innerHTML = renderToString(app);
  const element = root.querySelector(tag);
  await settled(element);
  const onRecoverableError = vi.fn();
  const react = hydrateRoot(root, app, { onRecoverableError });
  await vi.waitFor(() => expect(Object.keys(element ?? {}).join()).toMatch('__reactFiber'));
  await settled(element);
  expect(root.querySelector(tag)).toBe(element);
  expect(onRecoverableError).not.toHaveBeenCalled();
  expect(complain).not.toHaveBeenCalled();
  react.unmount();
});
