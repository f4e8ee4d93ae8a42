// Heads switched off in a live run, with a fake engine in the model's place.

import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { FakeEngine } from '../../../runtime/testing/fake-engine.js';
import type { AttnLens } from '../attn-lens.js';
import '../attn-lens.js';

let engine: FakeEngine;
let uninstall: () => void;

beforeEach(() => {
  engine = new FakeEngine();
  uninstall = engine.install();
});

afterEach(() => {
  document.body.replaceChildren();
  uninstall();
});

const find = <E extends HTMLElement = HTMLElement>(lens: AttnLens, selector: string): E => {
  const element = lens.renderRoot.querySelector<E>(selector);
  if (!element) throw new Error(`The lens has no ${selector}.`);
  return element;
};
const said = (lens: AttnLens) => find(lens, '.said').textContent?.replace(/\s+/g, ' ').trim();

const BEFORE = [
  { id: 7, text: ' was', p: 0.135 },
  { id: 8, text: ' is', p: 0.08 },
];
const AFTER = [
  { id: 8, text: ' is', p: 0.2 },
  { id: 7, text: ' was', p: 0.091 },
];

async function showLive(properties: Partial<AttnLens> = {}): Promise<AttnLens> {
  const lens = document.createElement('attn-lens');
  Object.assign(lens, { text: 'The wizard raised', layer: 1, head: 0, ...properties });
  document.body.append(lens);
  await lens.updateComplete;
  find(lens, '.run').click();
  engine.sayReady();
  engine.answer({ next: BEFORE });
  await vi.waitFor(() => find(lens, '[part=ablate]'));
  return lens;
}

async function open(lens: AttnLens): Promise<void> {
  find(lens, '[part=ablate] summary').click();
  await vi.waitFor(() => find(lens, '.switches [role=gridcell]'));
}

test('a recording has no such drawer, for it cannot run', async () => {
  const lens = document.createElement('attn-lens');
  document.body.append(lens);
  await lens.updateComplete;
  expect(lens.renderRoot.querySelector('[part=ablate]')).toBe(null);
});

test('the shown head goes off with one press, and a sentence says what became of the next token', async () => {
  const lens = await showLive();
  const heard = vi.fn();
  lens.addEventListener('attn-ablate', heard);
  await open(lens);
  expect(said(lens)).toMatch('All heads are on.');
  find(lens, '[data-off=head]').click();
  await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
  expect(engine.runs[0]?.request).toMatchObject({ ids: [0, 1, 2] });
  expect(Array.from(engine.runs[0]?.request.headMask ?? [])).toEqual([1, 1, 0, 1]);
  engine.answer({ next: AFTER });
  await vi.waitFor(() =>
    expect(said(lens)).toBe(
      'Without 1.0, “was” falls from 13.5 % to 9.1 %. Most likely is now “is”, 20.0 %.',
    ),
  );
  expect(lens.ablate).toBe('1.0');
  expect(heard.mock.calls[0]?.[0]).toMatchObject({
    heads: ['1.0'],
    token: ' was',
    before: 0.135,
    after: 0.091,
  });
  const bars = [...lens.renderRoot.querySelectorAll('.changes li')].map(({ textContent }) =>
    textContent?.replace(/\s+/g, ' ').trim(),
  );
  expect(bars).toEqual(['was 13.5 % → 9.1 %', 'is 8.0 % → 20.0 %']);
  expect(find(lens, '.keys-of-bars').textContent?.replace(/\s+/g, ' ').trim()).toBe(
    'all heads on without them bars: 0 to 20 %',
  );
  const { violations } = await axe.run(lens, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
});

test('a layer, any set and all heads; again all are on', async () => {
  const lens = await showLive();
  await open(lens);
  const mask = async () => {
    await vi.waitFor(() => expect(engine.runs.length).toBeGreaterThan(0));
    const { headMask } = engine.runs.at(-1)?.request ?? {};
    engine.runs.length = 0;
    return [...(headMask as Float32Array)];
  };
  find(lens, '[data-off=layer]').click();
  expect(await mask()).toEqual([1, 1, 0, 0]);
  find(lens, '[data-off=others]').click();
  expect(await mask()).toEqual([0, 0, 0 + 1, 0]);
  find(lens, '[data-off=all]').click();
  expect(await mask()).toEqual([0, 0, 0, 0]);
  find(lens, '[data-off=none]').click();
  await vi.waitFor(() => expect(said(lens)).toMatch('All heads are on.'));
  expect(lens.ablate).toBe(null);
});

test('what a finder found goes off together', async () => {
  const lens = await showLive({ finder: 'previous' });
  await open(lens);
  await import('../finder/finding.view.js');
  await new Promise((resolve) => setTimeout(resolve));
  await lens.updateComplete;
  const found = lens.renderRoot.querySelectorAll('.map [data-found]').length;
  const preset = lens.renderRoot.querySelector<HTMLElement>('[data-off=found]');
  expect(preset !== null).toBe(found > 0);
  lens.finder = null;
  await lens.updateComplete;
  expect(lens.renderRoot.querySelector('[data-off=found]')).toBe(null);
});

test('the switches are walked and pressed with the keyboard, and say on or off', async () => {
  const lens = await showLive();
  await open(lens);
  const cell = (row: number, column: number) =>
    find(lens, `.switches [aria-rowindex="${row + 1}"] [aria-colindex="${column + 1}"]`);
  expect(cell(0, 0).ariaLabel).toBe('layer 0, head 0: on');
  cell(0, 0).focus();
  await userEvent.keyboard('{ArrowDown}{ArrowRight}{Enter}');
  await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
  engine.answer({ next: AFTER });
  await vi.waitFor(() => expect(cell(1, 1).ariaLabel).toBe('layer 1, head 1: off'));
  expect(cell(1, 1).ariaSelected).toBe('true');
  expect(find(lens, '.switches [role=grid]').ariaMultiSelectable).toBe('true');
});

test('a page may ask for it, and is not told of its own', async () => {
  const heard = vi.fn();
  document.body.addEventListener('attn-ablate', heard);
  const lens = await showLive({ ablate: '0.*' });
  await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
  expect(Array.from(engine.runs[0]?.request.headMask ?? [])).toEqual([0, 0, 1, 1]);
  engine.answer({ next: AFTER });
  await vi.waitFor(() => expect(said(lens)).toMatch('Without layer 0, “was” falls'));
  expect(heard).not.toHaveBeenCalled();
});

test('a run that fails says so with advice, and the rest stays', async () => {
  const lens = await showLive();
  await open(lens);
  find(lens, '[data-off=head]').click();
  await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
  engine.fail({ code: 'run', message: 'The run failed.', advice: 'Try again.' });
  await vi.waitFor(() =>
    expect(find(lens, '.ablation .problem').textContent).toMatch('The run failed. Try again.'),
  );
  expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(3);
});

test('locked heads stay as they are, whichever way', async () => {
  const lens = await showLive({ ablate: '0.1', lock: 'ablate' });
  await vi.waitFor(() => find(lens, '.switches [role=gridcell]'));
  find(lens, '.switches [role=gridcell]').click();
  find(lens, '[data-off=all]').click();
  await lens.updateComplete;
  expect(lens.ablate).toBe('0.1');
  expect(find<HTMLButtonElement>(lens, '[data-off=all]').disabled).toBe(true);
});
