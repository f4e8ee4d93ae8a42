// Runs that take long, for tests of what a reader sees of them.

import { afterEach, beforeEach, expect, vi } from 'vitest';
import { FAKE_PLAN } from '../../../runtime/testing/fake-engine.js';
import type { AttnLens } from '../attn-lens.js';
import { find, said } from './lens.js';
import { engine, installFakeEngine, WIZARD } from './live-lens.js';
import { resetAddress } from './pinned-lens.js';

export const ALL = 6;

/** Every test has a model of so many layers, time and an address of its own. */
export function resetSlowRuns(): void {
  installFakeEngine();
  resetAddress();
  beforeEach(() => {
    engine.model = { ...engine.model, layers: ALL, heads: 4 };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    document.documentElement.lang = 'en';
  });
}

const frame = () => new Promise(requestAnimationFrame);

/** Waits for what is not a matter of time, such as a part that is loaded. */
export async function until(check: () => void): Promise<void> {
  for (let frames = 0; frames < 300; frames++) {
    try {
      check();
      return;
    } catch {
      await frame();
    }
  }
  check();
}

export async function pass(milliseconds: number): Promise<void> {
  // The part that takes the layers may still be on its way to them.
  await frame();
  vi.advanceTimersByTime(milliseconds);
  await frame();
}

/** Runs a text on a model that is still being loaded. */
export async function startLoad(lens: AttnLens, text = WIZARD): Promise<void> {
  void lens.runLive(text);
  await until(() => expect(engine.runs).toHaveLength(1));
  const progress = { phase: 'downloading', loaded: 1, total: 4, fraction: 0.25 } as const;
  engine.say({ state: 'downloading', plan: FAKE_PLAN, progress });
  await until(() => find(lens, '.progress'));
  expect(said(lens, '.note')).toBe('Heads are shown as each layer arrives, the next token last.');
}

/** A first run that is over, and a second one under way. */
export async function startSecond(lens: AttnLens, text: string): Promise<void> {
  void lens.runLive(WIZARD);
  await until(() => expect(engine.runs).toHaveLength(1));
  engine.sayReady();
  engine.answer();
  await until(() => expect(lens.renderRoot.querySelectorAll('.next li')).toHaveLength(2));
  void lens.runLive(text);
  await until(() => expect(engine.runs).toHaveLength(1));
}

export async function showLayers(layers: number, after = 400): Promise<void> {
  engine.tellLayers(layers);
  await pass(after);
}

export async function finish(lens: AttnLens): Promise<void> {
  engine.sayReady();
  engine.answer({ next: Array.from({ length: 10 }, (_, id) => ({ id, text: ` n${id}`, p: 0.1 })) });
  await until(() => expect(lens.shown).toMatchObject({ awaitedLayers: 0, next: { length: 10 } }));
  await lens.updateComplete;
}

export const rowsOf = (lens: AttnLens) => [
  ...lens.renderRoot.querySelectorAll<HTMLElement>('.map [role=row]'),
];
export const title = (lens: AttnLens) => said(lens, '.bar:has(+ .frame .map)');
export const layerShown = (lens: AttnLens) =>
  find<HTMLSelectElement>(lens, '[data-which=layer]').value;
export const chips = (lens: AttnLens) => lens.renderRoot.querySelectorAll('.chip').length;

/** As the pointer does: without the browser's driver, which has no time of its own here. */
export function click(element: HTMLElement): void {
  const { left, top, width, height } = element.getBoundingClientRect();
  const [clientX, clientY] = [left + width / 2, top + height / 2];
  element.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1, clientX, clientY }));
}

/** How many pixels of a row of the map have ink. */
export function inkOfRow(lens: AttnLens, row: number): number {
  const canvas = find<HTMLCanvasElement>(lens, '.map canvas');
  const plot = find(lens, '.map .plot');
  const scale = canvas.height / canvas.offsetHeight;
  const height = plot.offsetHeight / rowsOf(lens).length;
  const y = Math.round(scale * (plot.offsetTop + (row + 0.2) * height));
  const x = Math.round(scale * plot.offsetLeft);
  const box = [x, y, canvas.width - x, Math.round(scale * 0.6 * height)] as const;
  const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(...box);
  // Before the average there is a line from the start.
  return data.filter((value, at) => at % 4 === 3 && value > 0).length;
}
