// The React components, on a page that a server has rendered and on one that React renders by itself.

import { createElement, createRef, StrictMode, useEffect, useRef } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import dog from '../../traces/dog.json' with { type: 'json' };
import { AttnLens } from '../elements/attn-lens/attn-lens.element.js';
import { AttnHeadChangeEvent } from '../elements/shared/events.js';
import { component } from './component.js';

const Lens = component('attn-lens', AttnLens);

let place: HTMLElement;
let root: Root | undefined;

beforeEach(() => {
  place = document.createElement('div');
  document.body.append(place);
});

afterEach(() => {
  root?.unmount();
  place.remove();
});

const lens = () => place.querySelector<AttnLens>('attn-lens') as AttnLens;
const shown = () => vi.waitFor(() => expect(lens().status).toBe('ready'));

/** A click is the reader's; what follows it here is not of interest. */
const chooseHead = () => lens().dispatchEvent(new AttnHeadChangeEvent(4, 11));

/** A page that uses its lens as soon as React says that it is there. */
function Page({ found }: { readonly found: (status?: string, method?: string) => void }) {
  const ref = useRef<AttnLens>(null);
  useEffect(() => found(ref.current?.status, typeof ref.current?.runLive));
  return createElement(Lens, { ref });
}

test.each([
  ['hydrated', true],
  ['rendered', false],
])('%s: properties are set and events heard, once each', async (_, hydrates) => {
  const complain = vi.spyOn(console, 'error');
  const handleReady = vi.fn();
  const handleHead = vi.fn();
  const ref = createRef<AttnLens>();
  const props = { trace: dog, layer: 4, ignoreFirst: true, className: 'wide', ref };
  const listeners = { onAttnReady: handleReady, onAttnHeadChange: handleHead };
  const app = createElement(StrictMode, null, createElement(Lens, { ...props, ...listeners }));
  if (hydrates) {
    place.innerHTML = renderToString(app);
    expect(lens().outerHTML).toBe('<attn-lens class="wide"></attn-lens>');
    root = hydrateRoot(place, app);
  } else {
    root = createRoot(place);
    root.render(app);
  }
  await vi.waitFor(() => expect(ref.current).toBe(lens()));
  await shown();
  expect(lens()).toMatchObject({ layer: 4, ignoreFirst: true, className: 'wide' });
  expect(handleReady).toHaveBeenCalledOnce();
  chooseHead();
  expect(handleHead).toHaveBeenCalledOnce();
  expect(complain).not.toHaveBeenCalled();
});

test('a later render sets what is new, and leaves what the reader chose', async () => {
  root = createRoot(place);
  const [before, after] = [vi.fn(), vi.fn()];
  root.render(createElement(Lens, { trace: dog, layer: 4, head: 11, onAttnHeadChange: before }));
  await vi.waitFor(() => expect(lens()?.status).toBe('ready'));
  lens().layer = 5;
  root.render(createElement(Lens, { trace: dog, layer: 4, head: 2, onAttnHeadChange: after }));
  await vi.waitFor(() => expect(lens().head).toBe(2));
  expect(lens().layer).toBe(5);
  chooseHead();
  expect(before).not.toHaveBeenCalled();
  expect(after).toHaveBeenCalledOnce();
});

test('a property that is no longer given is what it was without it', async () => {
  root = createRoot(place);
  root.render(createElement(Lens, { trace: dog, view: 'lines', token: 3 }));
  await vi.waitFor(() => expect(lens()?.status).toBe('ready'));
  root.render(createElement(Lens, { trace: dog }));
  await vi.waitFor(() => expect(lens().token).toBe(null));
  expect(lens().view).toBe('matrix');
});

test('the element has its methods by the time that an effect of the page runs', async () => {
  const found = vi.fn();
  root = createRoot(place);
  root.render(createElement(Page, { found }));
  await vi.waitFor(() => expect(found).toHaveBeenCalledWith('empty', 'function'));
});
