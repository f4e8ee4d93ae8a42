// What tests of the finder share: a lens and a finder on the page, and what a reader sees of them.

import axe from 'axe-core';
import { afterEach, beforeEach, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../../runtime/trace/index.js';
import type { AttnLens } from '../../attn-lens/attn-lens.js';
import '../../attn-lens/attn-lens.js';
import type { HeadFinder } from '../head-finder.js';
import '../head-finder.js';

/** Every test begins with the pointer off the elements, and ends with an empty page. */
export function resetPage(): void {
  // Elements that appear under a resting pointer are hovered: it rests where none does.
  beforeEach(() => userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } }));

  afterEach(() => {
    document.body.replaceChildren();
    document.body.removeAttribute('style');
    vi.restoreAllMocks();
  });
}

export async function addLens(properties: Partial<AttnLens> = {}): Promise<AttnLens> {
  const lens = document.createElement('attn-lens');
  Object.assign(lens, { trace: parseTrace(dog), ...properties });
  document.body.append(lens);
  await lens.updateComplete;
  return lens;
}

export async function addFinder(
  properties: Partial<HeadFinder> = {},
  content = '',
): Promise<HeadFinder> {
  const finder = document.createElement('head-finder');
  finder.innerHTML = content;
  Object.assign(finder, properties);
  document.body.append(finder);
  await finder.updateComplete;
  return finder;
}

export function find<E extends HTMLElement = HTMLElement>(finder: HeadFinder, selector: string): E {
  const element = finder.renderRoot.querySelector<E>(selector);
  if (!element) throw new Error(`The finder has no ${selector}.`);
  return element;
}

/** The text of a part, on one line. */
export const said = (finder: HeadFinder, selector: string) =>
  find(finder, selector).textContent?.replace(/\s+/g, ' ').trim() ?? '';

/** The button of a behaviour. */
export const button = (finder: HeadFinder, id: string) => find(finder, `[data-behaviour=${id}]`);

/** Looks for a behaviour as the reader does. */
export async function look(finder: HeadFinder, id: string): Promise<void> {
  await userEvent.click(button(finder, id));
  await finder.updateComplete;
}

/** What the buttons of the best heads say. */
export const best = (finder: HeadFinder) =>
  [...finder.renderRoot.querySelectorAll<HTMLElement>('.best button')].map(
    ({ textContent }) => textContent?.replace(/\s+/g, ' ').trim() ?? '',
  );

/** What axe finds. */
export async function violations(finder: HeadFinder): Promise<string[]> {
  const { violations: found } = await axe.run(finder, { rules: { region: { enabled: false } } });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}
