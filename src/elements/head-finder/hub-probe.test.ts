// The probe of a model on a hub: the button says what loading it costs.
// cspell:ignore laden bleiben gespeichert einmal messen seit einem früheren Besuch jedem

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { FakeEngine } from '../../runtime/testing/fake-engine.js';
import { parseTrace } from '../../runtime/trace/index.js';
import { addFinder, find, resetPage, said, violations } from './testing/finder.js';

resetPage();

let engine: FakeEngine;
let uninstall: () => void;

beforeEach(() => {
  engine = new FakeEngine();
  engine.manifestUrl = 'hf:openai-community/gpt2';
  engine.known = {
    name: 'GPT-2 small',
    bytes: 497_759_232,
    hub: { host: 'Hugging Face', kept: 126_000_000 },
  };
  uninstall = engine.install();
});

afterEach(() => {
  uninstall();
  document.documentElement.lang = 'en';
});

const showFinder = () => addFinder({ trace: parseTrace(dog), behaviour: 'induction' });

test.each([
  [
    'en',
    'Load GPT-2 small from Hugging Face, 498 MB once, 126 MB kept, and measure on the probe',
    'Load GPT-2 small, kept from an earlier visit, and measure on the probe',
  ],
  [
    'de',
    'GPT-2 small von Hugging Face laden, einmal 498 MB, gespeichert bleiben 126 MB, und an der Probe messen',
    'GPT-2 small laden, seit einem früheren Besuch gespeichert, und an der Probe messen',
  ],
])('says it in the words of the page, and starts nothing: %s', async (lang, cost, kept) => {
  document.documentElement.lang = lang;
  const finder = await showFinder();
  await vi.waitFor(() => expect(said(finder, '[data-probe]')).toBe(cost));
  expect(await violations(finder)).toEqual([]);
  expect([engine.estimates, engine.loads]).toEqual([0, 0]);
  finder.remove();
  engine.kept = true;
  const later = await showFinder();
  await vi.waitFor(() => expect(said(later, '[data-probe]')).toBe(kept));
  find(later, '[data-probe]').click();
  expect(engine.loads).toBe(1);
});

test('while that is not known there is no button, nor the advice for a model that there is not', async () => {
  engine.isKept = () => new Promise(() => {});
  const finder = await showFinder();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(finder.renderRoot.querySelector('[data-probe]')).toBe(null);
  expect(finder.renderRoot.textContent).not.toMatch('The probe needs the model itself');
});
