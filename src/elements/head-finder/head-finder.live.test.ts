// The finder on the embedded model, run for real.

import axe from 'axe-core';
import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { getRuntime } from '../../runtime/index.js';
import '../attn-lens/attn-lens.js';
import './head-finder.js';

afterEach(() => {
  document.body.replaceChildren();
  getRuntime().dispose();
});

test('the probe of a recorded trace loads the model where the lens has that model, and says its size first', async () => {
  const lens = document.createElement('attn-lens');
  const finder = document.createElement('head-finder');
  const engine = getRuntime().engine('tiny');
  const lease = engine.acquire();
  const live = await lease.run({ text: 'Once upon a time' });
  lease.release();
  getRuntime().dispose();
  lens.trace = live;
  document.body.append(lens, finder);
  await lens.updateComplete;
  finder.behaviour = 'induction';
  await finder.updateComplete;
  const button = finder.renderRoot.querySelector('[data-probe]') as HTMLElement;
  expect(button.textContent?.trim()).toBe('Load tiny demo model, 7.5 MB, and measure on the probe');
  await userEvent.click(button);
  await vi.waitFor(() => expect(finder.results?.basis).toBe('probe'), 60_000);
  expect(finder.results?.shown.layer).toBe(1);
});

test('the probe needs no lens, tells how far it is, and can be given up', async () => {
  const lease = getRuntime().engine('tiny').acquire();
  const live = await lease.run({ text: 'Once upon a time' });
  lease.release();
  getRuntime().dispose();
  const finder = document.createElement('head-finder');
  Object.assign(finder, { trace: live, behaviour: 'induction' });
  document.body.append(finder);
  await finder.updateComplete;
  const find = (selector: string) => finder.renderRoot.querySelector<HTMLElement>(selector);
  await userEvent.click(find('[data-probe]') as HTMLElement);
  await finder.updateComplete;
  expect(find('.progress')?.textContent).toMatch(/Loading the model: \d+ %/);
  await userEvent.click(find('[data-cancel]') as HTMLElement);
  await finder.updateComplete;
  expect(find('.progress')?.checkVisibility()).toBe(false);
  expect(finder.results).toBe(null);
  await userEvent.click(find('[data-probe]') as HTMLElement);
  await vi.waitFor(() => expect(finder.results?.basis).toBe('probe'), 60_000);
  expect(find('[data-look]')).toBe(null);
});

test('the probe finds the heads of the tiny model that its README states, and can be looked at', async () => {
  const lens = document.createElement('attn-lens');
  const finder = document.createElement('head-finder');
  lens.text = 'Once upon a time there was an old king';
  document.body.append(lens, finder);
  await lens.updateComplete;
  const find = (selector: string) => finder.renderRoot.querySelector<HTMLElement>(selector);
  await userEvent.click(lens.renderRoot.querySelector('.run') as HTMLElement);
  await vi.waitFor(() => expect(finder.status).toBe('ready'), 60_000);

  await userEvent.click(find('[data-behaviour=induction]') as HTMLElement);
  await finder.updateComplete;
  expect(finder.results).toBe(null);
  expect(find('[part=missing]')?.textContent).toMatch('No token occurs twice in this text');

  await vi.waitFor(() => expect(find('[data-probe]')).toBeTruthy());
  await userEvent.click(find('[data-probe]') as HTMLElement);
  await vi.waitFor(() => expect(finder.results?.basis).toBe('probe'), 60_000);
  // The button that had the focus is gone.
  await finder.updateComplete;
  expect((finder.shadowRoot?.activeElement as HTMLElement | null)?.dataset).toHaveProperty('look');
  const { ranking = [] } = finder.results ?? {};
  expect(ranking.slice(0, 4).map(({ layer }) => layer)).toEqual([1, 1, 1, 1]);
  expect(ranking[3]?.score).toBeGreaterThan(0.8);
  expect(ranking[3]?.spread).toBeGreaterThan(0);
  expect(ranking[4]?.score).toBeLessThan(0.1);
  expect(find('.whose')?.textContent).toMatch(
    /These scores belong to tiny demo model, not to this text: mean of 5 texts of 30 random tokens/,
  );
  const { violations } = await axe.run(finder, { rules: { region: { enabled: false } } });
  expect(violations).toEqual([]);

  const text = lens.shown?.text;
  await userEvent.click(find('[data-look]') as HTMLElement);
  await vi.waitFor(() => expect(lens.shown?.tokens).toHaveLength(60));
  await userEvent.click(find('[data-look]') as HTMLElement);
  await vi.waitFor(() => expect(lens.shown?.text).toBe(text));

  await userEvent.click(find('[data-behaviour=previous]') as HTMLElement);
  await finder.updateComplete;
  await userEvent.click(find('[data-basis=probe]') as HTMLElement);
  await finder.updateComplete;
  expect(finder.results?.shown).toMatchObject({ layer: 0, head: 0 });
  expect(finder.results?.shown.score).toBeGreaterThan(0.85);

  await userEvent.click(find('[data-behaviour=duplicate]') as HTMLElement);
  await finder.updateComplete;
  expect(finder.results?.passes).toBe(false);

  // Without the finder nothing would lead back from the probe.
  await userEvent.click(find('[data-look]') as HTMLElement);
  await vi.waitFor(() => expect(lens.shown?.tokens).toHaveLength(60));
  finder.remove();
  expect(lens.temporaryTrace).toBe(null);
  await vi.waitFor(() => expect(lens.shown?.text).toBe(text));
});
