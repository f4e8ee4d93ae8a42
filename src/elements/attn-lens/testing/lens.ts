// What tests of the lens share: a lens on the page, and what a reader sees of it.

import axe from 'axe-core';
import { afterEach, beforeEach, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { parseTrace, type Trace } from '../../../runtime/trace/index.js';
import { randomTrace } from '../../../runtime/trace/testing/random-trace.js';
import type { AttnLens } from '../attn-lens.js';
import '../attn-lens.js';

/** The position of the second “dog” in the recording. */
export const DOG_2 = 10;

/** Every test begins with the pointer off the lens, and ends with an empty page. */
export function resetPage(): void {
  // Elements that appear under a resting pointer are hovered: it rests where none does.
  beforeEach(() => userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } }));

  afterEach(() => {
    document.body.replaceChildren();
    document.body.removeAttribute('style');
    vi.restoreAllMocks();
  });
}

export async function show(properties: Partial<AttnLens> = {}, content = ''): Promise<AttnLens> {
  const lens = document.createElement('attn-lens');
  lens.innerHTML = content;
  Object.assign(lens, properties);
  document.body.append(lens);
  await lens.updateComplete;
  return lens;
}

/** A lens with head 5.5 chosen. */
export const showHead = (properties: Partial<AttnLens> = {}) =>
  show({ layer: 5, head: 5, ...properties });

/** The lens with GPT-2 small's dog recording and head 5.5 in it. */
export const showDog = (properties: Partial<AttnLens> = {}) =>
  showHead({ trace: parseTrace(dog), ...properties });

export function find<E extends HTMLElement = HTMLElement>(lens: AttnLens, selector: string): E {
  const element = lens.renderRoot.querySelector<E>(selector);
  if (!element) throw new Error(`The lens has no ${selector}.`);
  return element;
}

export const eventually = (check: () => void) => vi.waitFor(check, 30_000);

/** The text of a part, on one line. */
export const said = (lens: AttnLens, selector: string) =>
  find(lens, selector).textContent?.replace(/\s+/g, ' ').trim();

export const sentence = (lens: AttnLens) => find(lens, '.sentence').textContent?.trim();

export const chip = (lens: AttnLens, index: number, side = 'token') =>
  find(lens, `[data-side=${side}] [data-index="${index}"]`);

export const cells = (lens: AttnLens, picture: string) => [
  ...lens.renderRoot.querySelectorAll<HTMLElement>(`${picture} [role=gridcell]`),
];

export const cell = (lens: AttnLens, picture: string, row: number, column: number) =>
  find(lens, `${picture} [aria-rowindex="${row + 1}"] [aria-colindex="${column + 1}"]`);

export const press = (lens: AttnLens, selector: string) => userEvent.click(find(lens, selector));

/** What axe finds. */
export async function violations(lens: AttnLens): Promise<string[]> {
  const { violations: found } = await axe.run(lens, { rules: { region: { enabled: false } } });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

/** The colour in the middle of a cell. */
export function colourAt(lens: AttnLens, picture: string, row: number, column: number): number[] {
  const canvas = find<HTMLCanvasElement>(lens, `${picture} canvas`);
  const [box, from] = [cell(lens, picture, row, column), canvas].map((element) =>
    element.getBoundingClientRect(),
  ) as [DOMRect, DOMRect];
  const scale = canvas.width / from.width;
  const [x, y] = [box.x + box.width / 2 - from.x, box.y + box.height / 2 - from.y];
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  return [...context.getImageData(x * scale, y * scale, 1, 1).data];
}

/** Pixels of a canvas that are drawn at all. */
export function ink(lens: AttnLens, picture: string): number {
  const canvas = find<HTMLCanvasElement>(lens, `${picture} canvas`);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((alpha, index) => index % 4 === 3 && alpha > 0).length;
}

/** Black for the largest number, white for the smallest. */
export function inkRamp(lens: AttnLens): void {
  lens.style.setProperty('--attn-ramp-from', 'rgb(255 255 255)');
  lens.style.setProperty('--attn-ramp-to', 'rgb(0 0 0)');
}

/** A causal trace in which every token rests on itself but `query`, which reads `key` alone. */
export function longTrace(count: number, query: number, key: number): Trace {
  const base = randomTrace({ layers: 1, heads: 1, queries: 1 });
  const weights = new Float32Array(count * count);
  for (let at = 0; at < count; at++) weights[at * count + (at === query ? key : at)] = 1;
  const tokens = Array.from({ length: count }, (_, id) => ({ id, text: ` w${id}` }));
  return Object.assign(Object.create(Object.getPrototypeOf(base) as object), base, {
    tokens,
    keys: tokens,
    causal: true,
    attention: () => weights,
  }) as Trace;
}

/** Heads whose rows are spread evenly, or give `first` to the first token and the rest to the others. */
export function evenTrace(count: number, heads = 1, first?: number): Trace {
  const weights = new Float32Array(count * count);
  for (let query = 0; query < count; query++) {
    for (let key = 0; key <= query; key++) {
      const given = query === 0 || first === undefined ? 1 / (query + 1) : first;
      const shared = key === 0 || first === undefined ? given : (1 - first) / query;
      weights[query * count + key] = shared;
    }
  }
  const base = randomTrace({ layers: 1, heads, queries: count });
  return Object.assign(Object.create(Object.getPrototypeOf(base) as object), base, {
    attention: () => weights,
  }) as Trace;
}
