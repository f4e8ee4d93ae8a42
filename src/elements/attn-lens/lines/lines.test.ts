import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../../runtime/trace/index.js';
import type { AttnLens } from '../attn-lens.js';
import {
  cell,
  DOG_2,
  evenTrace,
  eventually,
  find,
  ink,
  longTrace,
  press,
  resetPage,
  said,
  showDog,
  showHead,
  violations,
} from '../testing/lens.js';

resetPage();

describe('lines', () => {
  const lines = (properties: Partial<AttnLens> = {}) => showDog({ view: 'lines', ...properties });
  const ready = (lens: AttnLens) => eventually(() => find(lens, '.lines [role=gridcell]'));

  test('are chosen with a button, and carry nine tenths of every row', async () => {
    const lens = await showDog();
    await press(lens, '[part=view] [data-value=lines]');
    await ready(lens);
    expect(lens.view).toBe('lines');
    expect(lens.renderRoot.querySelector('.matrix')).toBe(null);
    expect(said(lens, '.legend')).toMatch('90 % shown of every row');
    const [, shown, all] = /(\d+) of (\d+) links/.exec(said(lens, '.legend') ?? '') ?? [];
    expect(Number(all)).toBe((17 * 18) / 2);
    const weights = parseTrace(dog).attention(5, 5);
    let expected = 0;
    for (let row = 0; row < 17; row++) {
      const sorted = [...weights.subarray(row * 17, row * 17 + row + 1)].sort((a, b) => b - a);
      for (let sum = 0; sum < 0.9; expected++) sum += sorted.shift() ?? 1;
    }
    expect(Number(shown)).toBe(expected);
    expect(await violations(lens)).toEqual([]);
  });

  test('are more with a higher threshold, all of them at 100 %', async () => {
    const lens = await lines();
    await ready(lens);
    const count = () => Number(/(\d+) of/.exec(said(lens, '.legend') ?? '')?.[1]);
    const [at90, ink90] = [count(), ink(lens, '.lines')];
    const slider = find<HTMLInputElement>(lens, '[type=range]');
    slider.value = '100';
    slider.dispatchEvent(new Event('input'));
    await lens.updateComplete;
    expect(lens.threshold).toBe(1);
    expect(count()).toBeGreaterThan(3 * at90);
    expect(ink(lens, '.lines')).toBeGreaterThan(ink90);
    lens.threshold = Number.NaN;
    await lens.updateComplete;
    expect(count()).toBe(at90);
  });

  test('of a long text that spreads are painted some at a time, and all in the end', async () => {
    const painted = vi.spyOn(OffscreenCanvasRenderingContext2D.prototype, 'stroke');
    const lens = await showHead({
      trace: evenTrace(128),
      layer: 0,
      head: 0,
      view: 'lines',
      threshold: 1,
    });
    const all = (128 * 129) / 2;
    const inFrames: number[] = [];
    for (let before = 0; before < all; ) {
      await new Promise(requestAnimationFrame);
      const now = painted.mock.calls.length;
      inFrames.push(now - before);
      before = now;
    }
    // The first ones are painted outside of a frame.
    expect(Math.max(...inFrames)).toBeLessThanOrEqual(1200);
    expect(painted).toHaveBeenCalledTimes(all);
    await new Promise(requestAnimationFrame);
    expect(ink(lens, '.lines')).toBeGreaterThan(1000);
  });

  test('are walked with the keyboard: looking on the left, looked at on the right', async () => {
    const lens = await lines();
    await ready(lens);
    cell(lens, '.lines', 0, 0).focus();
    await userEvent.keyboard('{ArrowDown>10/}');
    await lens.updateComplete;
    const focused = () => (lens.renderRoot as ShadowRoot).activeElement?.ariaLabel;
    expect(focused()).toBe('second dog reads on most, 84 %');
    expect(said(lens, '.sentence')).toMatch('The second “dog” reads “on” 84 %.');
    await userEvent.keyboard('{ArrowRight}');
    await lens.updateComplete;
    expect(said(lens, '.sentence')).toMatch(/^The second “dog” is read most by/);
    await userEvent.keyboard('{Enter}');
    expect(lens.token).toBe(DOG_2);
  });

  test('of the token in focus are in the colour of what is looked at', async () => {
    const lens = await lines({ token: DOG_2 });
    lens.style.setProperty('--attn-key', 'rgb(255 0 0)');
    await ready(lens);
    const canvas = find<HTMLCanvasElement>(lens, '.lines canvas');
    await eventually(() => {
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const y = ((2 + 0.5) / 17) * canvas.height;
      const strip = context.getImageData(canvas.width * 0.6, y, canvas.width * 0.25, 1).data;
      const red = strip.filter(
        (value, at) => at % 4 === 0 && value > 180 && (strip[at + 1] ?? 0) < 90,
      );
      expect(red.length).toBeGreaterThan(3);
    });
  });
});

test('the lines of a long text come into sight with a token that is pinned elsewhere', async () => {
  const lens = await showHead({ trace: longTrace(200, 2, 1), layer: 0, head: 0, view: 'lines' });
  await eventually(() => find(lens, '.lines [role=gridcell]'));
  const frame = find(lens, '.frame.tall');
  expect(frame.scrollTop).toBe(0);
  await press(lens, '[data-index="150"]');
  await lens.updateComplete;
  const row = find(lens, '.lines').offsetHeight / 200;
  expect(frame.scrollTop).toBeLessThan(150 * row);
  expect(frame.scrollTop + frame.clientHeight).toBeGreaterThan(151 * row);
});
