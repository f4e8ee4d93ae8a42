// The panes of the lens: stages of the matrix, lines, the map's average and marks, comparison, token details.
// cspell:ignore Kopf Ruhepunkt Schicht

import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import bothWays from '../../../../traces/both-ways.json' with { type: 'json' };
import caption from '../../../../traces/caption-and-picture.json' with { type: 'json' };
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { FAMOUS, type Finder, scoreHeads } from '../../../runtime/heads/index.js';
import { ignoreFirstKey, parseTrace, type Trace } from '../../../runtime/trace/index.js';
import { randomTrace } from '../../../runtime/trace/testing/random-trace.js';
import { finderWords } from '../../shared/finder-words.js';
import { makeRamp } from '../../shared/ramp.js';
import { scoreText } from '../../shared/score-text.js';
import type { AttnLens } from '../attn-lens.js';
import '../attn-lens.js';
import { words } from '../attn-lens.terms.js';

const DOG_2 = 10;

beforeEach(() => userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } }));

afterEach(() => {
  document.body.replaceChildren();
  document.body.removeAttribute('style');
  vi.restoreAllMocks();
});

async function show(properties: Partial<AttnLens> = {}): Promise<AttnLens> {
  const lens = document.createElement('attn-lens');
  Object.assign(lens, { layer: 5, head: 5, ...properties });
  document.body.append(lens);
  await lens.updateComplete;
  return lens;
}

const showDog = (properties: Partial<AttnLens> = {}) =>
  show({ trace: parseTrace(dog), ...properties });

function find<E extends HTMLElement = HTMLElement>(lens: AttnLens, selector: string): E {
  const element = lens.renderRoot.querySelector<E>(selector);
  if (!element) throw new Error(`The lens has no ${selector}.`);
  return element;
}

const eventually = (check: () => void) => vi.waitFor(check, 30_000);
const said = (lens: AttnLens, selector: string) =>
  find(lens, selector).textContent?.replace(/\s+/g, ' ').trim();
const cell = (lens: AttnLens, picture: string, row: number, column: number) =>
  find(lens, `${picture} [aria-rowindex="${row + 1}"] [aria-colindex="${column + 1}"]`);
const press = (lens: AttnLens, selector: string) => userEvent.click(find(lens, selector));

async function violations(lens: AttnLens): Promise<string[]> {
  const { violations: found } = await axe.run(lens, { rules: { region: { enabled: false } } });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

/** The colour in the middle of a cell. */
function colourAt(lens: AttnLens, picture: string, row: number, column: number): number[] {
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
function ink(lens: AttnLens, picture: string): number {
  const canvas = find<HTMLCanvasElement>(lens, `${picture} canvas`);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((alpha, index) => index % 4 === 3 && alpha > 0).length;
}

function countNodes(lens: AttnLens): number {
  const walker = document.createTreeWalker(lens.renderRoot, NodeFilter.SHOW_ALL);
  let nodes = 0;
  while (walker.nextNode()) nodes++;
  return nodes;
}

/** Black for the largest number, white for the smallest. */
function inkRamp(lens: AttnLens): void {
  lens.style.setProperty('--attn-ramp-from', 'rgb(255 255 255)');
  lens.style.setProperty('--attn-ramp-to', 'rgb(0 0 0)');
}

describe('a token', () => {
  test('says its position and id, and its bytes when asked', async () => {
    const lens = await showDog({ token: DOG_2 });
    expect(said(lens, '.details')).toBe('bytes position 10 · id 3290');
    const height = find(lens, '.details').offsetHeight;
    await press(lens, '[part=bytes]');
    await lens.updateComplete;
    expect(said(lens, '.details code')).toBe('20 64 6f 67');
    expect(find(lens, '.details').offsetHeight).toBe(height);
  });

  test('that is a part of a character has bytes alone; line breaks and tabs have names', async () => {
    const trace = randomTrace({ queries: 4 });
    const tokens = [
      { id: 12520, bytes: '20f09f' },
      { id: 99, bytes: 'a684' },
      { id: 198, text: '\n' },
      { id: 197, text: '\t' },
    ];
    Object.assign(trace, { tokens, keys: tokens });
    const lens = await show({ trace, token: 0 });
    await press(lens, '[part=bytes]');
    await lens.updateComplete;
    expect(said(lens, '.details code')).toBe('20 f0 9f');
    const names = [...lens.renderRoot.querySelectorAll('.chip')].map((chip) => chip.ariaLabel);
    expect(names[2]).toMatch(/^line break, 3 of 4/);
    expect(names[3]).toMatch(/^tab, 4 of 4/);
  });
});

describe('the matrix', () => {
  test('looking around paints marks alone, never the cells', async () => {
    const lens = await showDog();
    const paints = vi.spyOn(OffscreenCanvasRenderingContext2D.prototype, 'putImageData');
    const before = colourAt(lens, '.matrix', 4, 2);
    await userEvent.hover(cell(lens, '.matrix', DOG_2, 2));
    await lens.updateComplete;
    await userEvent.hover(cell(lens, '.matrix', 12, 3));
    await lens.updateComplete;
    expect(paints).not.toHaveBeenCalled();
    expect(colourAt(lens, '.matrix', 4, 2)).toEqual(before);
    lens.head = 6;
    await lens.updateComplete;
    expect(paints).toHaveBeenCalled();
  });

  test('gives the number of the cell in focus and the sum of its row', async () => {
    const lens = await showDog();
    expect(said(lens, '.readout')).toBe('Point at a cell for its number.');
    await userEvent.hover(cell(lens, '.matrix', DOG_2, 2));
    await lens.updateComplete;
    expect(said(lens, '.readout')).toBe(
      'second dog → on: 84 % the row of second dog sums to 100 %',
    );
    Object.assign(lens, { ignoreFirst: true, token: 0 });
    await userEvent.hover(find(lens, 'h2'));
    await lens.updateComplete;
    expect(said(lens, '.readout')).toBe(
      'first token left out, rows scaled up to 100 % the row of The sums to 0 %',
    );
  });

  test('gives it to a finger too, until it taps elsewhere', async () => {
    const lens = await show({ trace: longTrace(40, 30, 4), layer: 0, head: 0 });
    const plot = find(lens, '.matrix .plot');
    const { x, y, width } = plot.getBoundingClientRect();
    const side = width / 40;
    plot.dispatchEvent(
      new PointerEvent('click', {
        pointerType: 'touch',
        detail: 1,
        clientX: x + 4.5 * side,
        clientY: y + 30.5 * side,
        bubbles: true,
      }),
    );
    await lens.updateComplete;
    expect(said(lens, '.readout')).toMatch(/^w30 → w4: 100 %/);
    expect(lens.token).toBe(30);
    (document.activeElement as HTMLElement).blur();
    await lens.updateComplete;
    expect(said(lens, '.readout')).toMatch(/^Point at a cell/);
  });

  test('keeps the number in sight where the tokens are too long for the line', async () => {
    const lens = await show({ trace: longWords(), layer: 0, head: 0 });
    lens.style.setProperty('width', '280px');
    await lens.updateComplete;
    await userEvent.hover(cell(lens, '.matrix', 2, 1));
    await lens.updateComplete;
    for (const number of lens.renderRoot.querySelectorAll('.readout b')) {
      expect(number.textContent).toMatch(/%$/);
      expect(number.getBoundingClientRect().right).toBeLessThanOrEqual(
        lens.getBoundingClientRect().right,
      );
      expect(number.getBoundingClientRect().width).toBeGreaterThan(20);
    }
  });

  test.each([280, 1000])(
    'stays where it is at %i px while the reader looks about',
    async (width) => {
      document.body.style.setProperty('width', `${width}px`);
      const lens = await showDog({ token: DOG_2 });
      const places = () =>
        ['.matrix .plot', '.map .plot', 'footer'].map((selector) => {
          const { x, y } = find(lens, selector).getBoundingClientRect();
          const { x: left, y: top } = lens.getBoundingClientRect();
          return [x - left, y - top];
        });
      const before = places();
      await userEvent.hover(cell(lens, '.map', 7, 12));
      await lens.updateComplete;
      expect(said(lens, '.previewed')).toBe('preview Layer 7, average');
      expect(places()).toEqual(before);
      await userEvent.hover(cell(lens, '.matrix', 12, 3));
      await lens.updateComplete;
      expect(places()).toEqual(before);
      await userEvent.hover(find(lens, '[data-index="3"]'));
      await lens.updateComplete;
      expect(places()).toEqual(before);
      lens.ignoreFirst = true;
      await lens.updateComplete;
      expect(places()).toEqual(before);
    },
  );

  test('of four thousand tokens shows each strong weight, however small its cell', async () => {
    const count = 4096;
    const trace = longTrace(count, 2000, 7);
    const lens = await show({ trace, layer: 0, head: 0 });
    inkRamp(lens);
    const canvas = find<HTMLCanvasElement>(lens, '.matrix canvas');
    expect(canvas.height).toBeLessThan(1500 * devicePixelRatio);
    await eventually(() => {
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const plot = find(lens, '.matrix .plot').getBoundingClientRect();
      const from = canvas.getBoundingClientRect();
      const scale = canvas.width / from.width;
      const x = Math.floor((plot.x - from.x + (plot.width * 7.5) / count) * scale);
      const y = Math.floor((plot.y - from.y + (plot.height * 2000.5) / count) * scale);
      const near = [-1, 0, 1].flatMap((dy) =>
        [-1, 0, 1].map((dx) => data[4 * ((y + dy) * canvas.width + x + dx)] ?? 255),
      );
      expect(Math.min(...near)).toBeLessThan(120);
    });
    expect(lens.renderRoot.querySelectorAll('.matrix [role=gridcell]').length).toBeLessThan(290);
  });
});

/** Three tokens with more letters than a phone has room for. */
function longWords(): Trace {
  const trace = randomTrace({ queries: 3 });
  const tokens = ['a', 'b', 'c'].map((letter, id) => ({ id, text: letter.repeat(60) }));
  return Object.assign(trace, { tokens, keys: tokens });
}

/** A causal trace in which every token rests on itself but `query`, which reads `key` alone. */
function longTrace(count: number, query: number, key: number): Trace {
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
function evenTrace(count: number, heads = 1, first?: number): Trace {
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

describe('the stages of attention', () => {
  const johnSmith = { src: '/traces/john-smith.json', token: 8 };
  const stage = (name: string) => `[part=stage] [data-value=${name}]`;

  test('lead from the scores of a recording to its weights', async () => {
    const lens = await show(johnSmith);
    await eventually(() => expect(lens.status).toBe('ready'));
    await press(lens, stage('masked'));
    expect(lens.stage).toBe('masked');
    await eventually(() =>
      expect(cell(lens, '.matrix', 8, 2).ariaLabel).toMatch(/^second Smith, is: score /),
    );
    const row = Array.from({ length: 9 }, (_, key) => {
      const label = cell(lens, '.matrix', 8, key).ariaLabel ?? '';
      return Math.exp(Number(/score (.*)$/.exec(label)?.[1]?.replace('−', '-')));
    });
    const sum = row.reduce((all, one) => all + one);
    const weights = lens.shown?.attention(5, 5).subarray(72, 81) ?? [];
    for (const [key, weight] of [...weights].entries()) {
      expect(Math.abs((row[key] ?? 9) / sum - weight)).toBeLessThan(0.02);
    }
    expect(cell(lens, '.matrix', 2, 8).ariaLabel).toMatch('masked, the future');
    expect(said(lens, '.ramp')).toMatch('linear scale');
    await press(lens, stage('scores'));
    await eventually(() => expect(cell(lens, '.matrix', 2, 8).ariaLabel).toMatch(/score/));
    expect(await violations(lens)).toEqual([]);
    await press(lens, stage('softmax'));
    await lens.updateComplete;
    expect(cell(lens, '.matrix', 8, 2).ariaLabel).toBe('second Smith reads is: 73.9 %');
  });

  test('colour the largest score darkest, and without the first token mask its column', async () => {
    const lens = await show({ ...johnSmith, stage: 'masked' });
    inkRamp(lens);
    await eventually(() => expect(colourAt(lens, '.matrix', 8, 2)).toEqual([0, 0, 0, 255]));
    const [first = 0] = colourAt(lens, '.matrix', 4, 0);
    expect(first).toBeLessThan(160);
    await userEvent.hover(cell(lens, '.matrix', 8, 2));
    await lens.updateComplete;
    expect(said(lens, '.readout')).toMatch(/q·k \/ √d = .* sums to 100 % after softmax$/);
    lens.ignoreFirst = true;
    await eventually(() => expect(cell(lens, '.matrix', 4, 0).ariaLabel).toMatch('left out'));
  });

  test('are not offered where there are no scores, and asked for all the same, that is said', async () => {
    const lens = await showDog({ stage: 'scores' });
    expect(lens.renderRoot.querySelector('[part=stage]')).toBe(null);
    expect(said(lens, '.head .aside')).toMatch('This recording has no scores');
    expect(cell(lens, '.matrix', DOG_2, 2).ariaLabel).toMatch('84.4 %');
  });

  test('whose file cannot be had leave the weights, and say why', async () => {
    const trace = parseTrace({
      ...dog,
      qkv: { url: '/not-there.bin', encoding: 'f16', parts: ['q', 'k'] },
    });
    const lens = await show({ trace, stage: 'scores' });
    await eventually(() =>
      expect(said(lens, '.head .aside')).toMatch(/^The scores cannot be had\./),
    );
    expect(cell(lens, '.matrix', DOG_2, 2).ariaLabel).toMatch('84.4 %');
  });
});

describe('the vectors of a head', () => {
  test('are those of the recording, and where there are none the promise says so', async () => {
    const lens = await show({ src: '/traces/john-smith.json' });
    await eventually(() => expect(lens.status).toBe('ready'));
    const vectors = await lens.vectors(5, 5);
    expect(vectors.parts).toEqual(['q', 'k']);
    expect(vectors.vectors('q', 5, 5)).toHaveLength(9 * 64);
    await expect(lens.vectors(12, 0)).rejects.toMatchObject({ name: 'TraceError' });
    await expect((await showDog()).vectors(0, 0)).rejects.toThrow('no vectors were recorded');
  });
});

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
    const lens = await show({
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
  const lens = await show({ trace: longTrace(200, 2, 1), layer: 0, head: 0, view: 'lines' });
  await eventually(() => find(lens, '.lines [role=gridcell]'));
  const frame = find(lens, '.frame.tall');
  expect(frame.scrollTop).toBe(0);
  await press(lens, '[data-index="150"]');
  await lens.updateComplete;
  const row = find(lens, '.lines').offsetHeight / 200;
  expect(frame.scrollTop).toBeLessThan(150 * row);
  expect(frame.scrollTop + frame.clientHeight).toBeGreaterThan(151 * row);
});

describe('nodes', () => {
  test.each([
    ['matrix', 64, 1500],
    ['lines', 64, 1500],
    ['matrix', 256, 4000],
    ['lines', 256, 4000],
  ])('of the %s at %i tokens and 144 heads are at most %i', async (view, queries, most) => {
    const trace = randomTrace({ layers: 12, heads: 12, queries });
    const lens = await show({ trace, view, token: queries - 1, finder: 'sink' });
    await eventually(() => find(lens, `.${view} [role=gridcell]`));
    expect(countNodes(lens)).toBeLessThanOrEqual(most);
  });
});

describe('the map', () => {
  test('has the average of each layer, whose rows sum to 1', async () => {
    const lens = await showDog();
    await userEvent.click(cell(lens, '.map', 5, 12));
    await lens.updateComplete;
    expect(lens.average).toBe(true);
    expect(cell(lens, '.map', 5, 12)).toMatchObject({
      ariaSelected: 'true',
      ariaLabel: 'layer 5, average of its heads',
    });
    const trace = parseTrace(dog);
    const mean =
      Array.from({ length: 12 }, (_, head) => trace.attention(5, head)[DOG_2 * 17 + 2] ?? 0).reduce(
        (sum, weight) => sum + weight,
      ) / 12;
    const value = Number(/([\d.]+) %$/.exec(cell(lens, '.matrix', DOG_2, 2).ariaLabel ?? '')?.[1]);
    expect(Math.abs(value / 100 - mean)).toBeLessThan(0.001);
    await userEvent.hover(cell(lens, '.matrix', DOG_2, 2));
    await lens.updateComplete;
    expect(said(lens, '.readout')).toMatch('sums to 100 %');
    await userEvent.selectOptions(find(lens, '[data-which=head]'), '5');
    await lens.updateComplete;
    expect(lens.average).toBe(false);
  });

  test.each([
    [4, 4],
    [24, 16],
    [1, 1],
  ])('shows a model of %i layers of %i heads', async (layers, heads) => {
    const lens = await show({ trace: randomTrace({ layers, heads, queries: 6 }) });
    const columns = heads > 1 ? heads + 1 : 1;
    expect(lens.renderRoot.querySelectorAll('.map [role=gridcell]')).toHaveLength(layers * columns);
    expect(find(lens, '.map').offsetWidth).toBeLessThanOrEqual(lens.offsetWidth);
    expect(ink(lens, '.map')).toBeGreaterThan(100);
  });

  test('says what a head is known for before a reader comes near, as its finder does', async () => {
    const trace = parseTrace(dog);
    const lens = await show({ trace });
    expect(cell(lens, '.map', 4, 11).ariaLabel).toBe('layer 4, head 11, previous-token head >.99');
    expect(cell(lens, '.map', 5, 1).ariaLabel).toMatch(/^layer 5, head 1, attention sink \.9\d$/);
    expect(cell(lens, '.map', 4, 12).ariaLabel).toBe('layer 4, average of its heads');
    for (const ignoreFirst of [false, true]) {
      lens.ignoreFirst = ignoreFirst;
      await lens.updateComplete;
      const [previous, sink] = ['previous', 'sink'].map((id) => {
        const finder = FAMOUS.find((one) => one.id === id) as Finder;
        return scoreHeads(trace, finder, { ignoreFirst }) ?? [];
      });
      const expected = previous?.map(({ layer, head, score }, at) => {
        const [rests, name] = [sink?.[at]?.score ?? 0, `layer ${layer}, head ${head}`];
        const [most, is] =
          rests > score ? [rests, 'attention sink'] : [score, 'previous-token head'];
        return most < 0.5 ? name : `${name}, ${is} ${scoreText(most)}`;
      });
      const labels = [...lens.renderRoot.querySelectorAll('.map [role=gridcell]')].map(
        ({ ariaLabel }) => ariaLabel,
      );
      expect(labels.filter((label) => !label?.includes('average'))).toEqual(expected);
    }
  });

  test('of many long heads draws some in a frame, until all are there with their names', async () => {
    const lens = await show({ trace: evenTrace(512, 24, 0.9) });
    const nameOf = (head: number) => cell(lens, '.map', 0, head).ariaLabel;
    expect(nameOf(1)).toMatch('attention sink');
    expect(nameOf(23)).toBe('layer 0, head 23');
    const drawn = ink(lens, '.map');
    await eventually(() => expect(nameOf(23)).toMatch('attention sink'));
    expect(ink(lens, '.map')).toBeGreaterThan(1.5 * drawn);
  });

  test('calls heads as their finders do, in every language', async () => {
    const known = () => ['previous', 'sink'].map((id) => words.known[id as 'previous' | 'sink']);
    const named = () =>
      FAMOUS.filter(({ id }) => id !== 'decisive').map((finder) => finderWords(finder).headName);
    expect(known()).toEqual(named());
    document.documentElement.lang = 'de';
    const lens = await showDog({ finder: 'sink' });
    await eventually(() =>
      expect(cell(lens, '.map', 5, 1).ariaLabel).toMatch(/^Schicht 5, Kopf 1, Ruhepunkt/),
    );
    const withFinder = cell(lens, '.map', 5, 1).ariaLabel;
    lens.finder = null;
    await lens.updateComplete;
    expect(cell(lens, '.map', 5, 1).ariaLabel).toBe(withFinder);
    document.documentElement.lang = 'en';
  });
});

describe('the finder in the lens', () => {
  const button = (id: string) => `[data-behaviour=${id}]`;

  test('has a button for each of the famous ones, called as they are', async () => {
    const lens = await showDog();
    const buttons = [...lens.renderRoot.querySelectorAll<HTMLElement>('[data-behaviour]')];
    expect(
      buttons.map(({ dataset, textContent }) => [dataset.behaviour, textContent?.trim()]),
    ).toEqual(FAMOUS.map(({ id, label }) => [id, label]));
  });

  test('shows the best head with its score and a sentence, and marks the others', async () => {
    const lens = await showDog();
    const heard = vi.fn();
    lens.addEventListener('attn-find', heard);
    await press(lens, button('previous'));
    await eventually(() => expect(heard).toHaveBeenCalled());
    await lens.updateComplete;
    expect(lens.selection).toMatchObject({ layer: 4, head: 11 });
    expect(said(lens, '.finding')).toBe(
      '4.11 is the previous-token head: >.99. Every token reads the one just before it, whatever it is. Score: mean of A[q][q−1] over q ≥ 1.',
    );
    expect(heard.mock.calls[0]?.[0]).toMatchObject({ behaviour: 'previous', layer: 4, head: 11 });
    expect(find(lens, button('previous')).ariaPressed).toBe('true');
    expect(cell(lens, '.map', 4, 11).hasAttribute('data-found')).toBe(true);
    expect(lens.renderRoot.querySelectorAll('[data-found]').length).toBeLessThanOrEqual(6);
    expect(await violations(lens)).toEqual([]);

    await press(lens, button('decisive'));
    await eventually(() => expect(lens.selection).toMatchObject({ layer: 4, head: 3 }));
    await lens.updateComplete;
    expect(cell(lens, '.map', 2, 9).ariaLabel).toBe('layer 2, head 9, decisive head .29');
    await press(lens, button('decisive'));
    await lens.updateComplete;
    expect(lens.finder).toBe(null);
    expect(lens.renderRoot.querySelectorAll('[data-found]')).toHaveLength(0);
  });

  test('names five heads of many that tie, and says when the best falls short by a hair', async () => {
    const trace = evenTrace(2, 8);
    const lens = await show({ trace, layer: 0, head: 0, finder: 'sink' });
    await eventually(() =>
      expect(said(lens, '.finding')).toMatch(
        '0.0, 0.1, 0.2, 0.3, 0.4, 3 more tie as attention sink: .50.',
      ),
    );
    lens.trace = evenTrace(2, 1, 0.498);
    await eventually(() =>
      expect(said(lens, '.finding')).toMatch('The best is 0.0, with .49; it would take .50.'),
    );
  });

  test('leaves the first token out with the rest', async () => {
    const lens = await showDog({ finder: 'previous' });
    await eventually(() => expect(said(lens, '.finding')).toMatch('4.11'));
    const before = cell(lens, '.map', 5, 5).ariaLabel;
    lens.ignoreFirst = true;
    await lens.updateComplete;
    expect(cell(lens, '.map', 5, 5).ariaLabel).not.toBe(before);
  });

  test('says where a text is too short, and is left out where the page hides it', async () => {
    const lens = await show({ trace: randomTrace({ queries: 1 }), finder: 'previous' });
    await eventually(() =>
      expect(said(lens, '.finding')).toBe('A text of one token has no token before another.'),
    );
    lens.hide = 'finder';
    await lens.updateComplete;
    expect(lens.renderRoot.querySelector('.finder')).toBe(null);
  });
});

describe('comparing', () => {
  test('puts another head beside, with one hover for both', async () => {
    const lens = await showDog();
    await press(lens, '[part=compare]');
    expect(lens.compare).toBe('5.6');
    lens.compare = '4.11';
    await eventually(() => find(lens, '.matrix.second [role=gridcell]'));
    await userEvent.hover(cell(lens, '.matrix.second', DOG_2, 9));
    await lens.updateComplete;
    expect(said(lens, '.sentence')).toMatch('The second “dog” reads the second “the”');
    const sentences = [...lens.renderRoot.querySelectorAll('.sentence')];
    expect(sentences[1]?.textContent?.replace(/\s+/g, ' ').trim()).toBe(
      'The second “dog” reads the second “the” >99.9 %.',
    );
    const [first, second] = ['.first', '.second'].map((one) =>
      find(lens, one).getBoundingClientRect(),
    );
    if (lens.offsetWidth >= 700) expect(first?.top).toBe(second?.top);
    expect(await violations(lens)).toEqual([]);
    const pickers = [...lens.renderRoot.querySelectorAll('[data-which=head]')];
    await userEvent.selectOptions(pickers[1] as HTMLElement, '7');
    expect(lens.compare).toBe('4.7');
    await press(lens, '[part=close]');
    await lens.updateComplete;
    expect(lens.renderRoot.querySelector('.matrix.second')).toBe(null);
  });

  test('keeps the keyboard where it is, opened and closed', async () => {
    const lens = await showDog();
    const focused = () => (lens.renderRoot as ShadowRoot).activeElement?.getAttribute('part');
    for (const _ of ['first', 'once more']) {
      find(lens, '[part=compare]').focus();
      await userEvent.keyboard('{Enter}');
      await eventually(() => expect(focused()).toBe('close'));
      await userEvent.keyboard('{Enter}');
      await eventually(() => expect(focused()).toBe('compare'));
      expect(lens.compare).toBe(null);
    }
  });

  test('puts the same head on another text beside, and follows the choice of a head', async () => {
    const lens = await showDog({ compare: '/traces/john-smith.json' });
    await eventually(() =>
      expect(cell(lens, '.matrix.second', 8, 2).ariaLabel).toBe('second Smith reads is: 73.9 %'),
    );
    lens.layer = 4;
    lens.head = 11;
    await lens.updateComplete;
    expect(cell(lens, '.matrix.second', 8, 7).ariaLabel).toMatch(/reads Fred: 9\d\.\d %/);
    await userEvent.hover(cell(lens, '.matrix.first', 16, 15));
    await lens.updateComplete;
    // Position 16 of the one text has no counterpart in the other.
    const readouts = [...lens.renderRoot.querySelectorAll('.readout')];
    expect(readouts[0]?.textContent).toMatch('. → crew: ');
    expect(readouts[1]?.textContent).toMatch('Point at a cell');
  });

  test('a longer text beside it has places that the first has not', async () => {
    const lens = await show({ src: '/traces/john-smith.json', compare: '/traces/dog.json' });
    await eventually(() => find(lens, '.matrix.second [role=gridcell]'));
    await userEvent.click(cell(lens, '.matrix.second', 16, 15));
    await lens.updateComplete;
    expect(lens.token).toBe(null);
    const [first, second] = [...lens.renderRoot.querySelectorAll('.sentence')];
    expect(first?.textContent).toMatch('Point at a token');
    expect(second?.textContent?.replace(/\s+/g, ' ')).toMatch(/“\.” reads “crew”/);
  });

  test('shows an average, the lines and the scores of the second head too', async () => {
    const lens = await show({
      src: '/traces/john-smith.json',
      layer: 5,
      head: 5,
      compare: '4.*',
      view: 'lines',
    });
    await eventually(() => find(lens, '.lines.second [role=gridcell]'));
    expect([...lens.renderRoot.querySelectorAll('[part=threshold]')]).toHaveLength(1);
    lens.view = 'matrix';
    lens.compare = '4.11';
    lens.stage = 'masked';
    await eventually(() =>
      expect(cell(lens, '.matrix.second', 8, 7).ariaLabel).toMatch(/: score −?[\d.]+$/),
    );
  });

  test('with a file that is not there says so, and keeps the first head', async () => {
    const lens = await showDog({ compare: '/traces/not-there.json' });
    await eventually(() => expect(said(lens, '.aside:not(:empty)')).toMatch('cannot be shown'));
    expect(cell(lens, '.matrix.first', DOG_2, 2).ariaLabel).toMatch('84.4 %');
    expect(lens.status).toBe('ready');
  });
});

describe('other layouts', () => {
  test('without a mask every token reads those after it too, and there is no future', async () => {
    const lens = await show({ trace: parseTrace(bothWays), layer: 2, head: 0, token: 11 });
    inkRamp(lens);
    expect(said(lens, '.sentence')).toMatch('“it” reads “trophy”');
    expect(cell(lens, '.matrix', 2, 11).ariaLabel).toMatch(/^trophy reads it: 9\d\.\d %$/);
    await eventually(() => expect(colourAt(lens, '.matrix', 2, 11)[0]).toBeLessThan(60));
    expect(said(lens, '.live')).toBe('There is no live model for this recording.');
    expect(said(lens, '.badge')).toMatch(/^constructed/);
  });

  test('cross-attention has its own keys in matrix, lines and chips', async () => {
    const lens = await show({ trace: parseTrace(caption), layer: 0, head: 0, view: 'lines' });
    await eventually(() => find(lens, '.lines [role=gridcell]'));
    await userEvent.click(cell(lens, '.lines', 7, 1));
    await lens.updateComplete;
    expect(said(lens, '.sentence')).toMatch('“bottom” is read most by');
    expect(find(lens, '[data-side=key] [data-index="7"]').ariaPressed).toBe('true');
    expect(said(lens, '.live')).toBe('There is no live model for this recording.');
    expect(said(lens, '.legend')).toMatch('of 54 links');
  });
});

describe('without the first token', () => {
  test('every row of every head sums to 1, but for the first', () => {
    const trace = parseTrace(dog);
    for (let layer = 0; layer < 12; layer++) {
      for (let head = 0; head < 12; head++) {
        const weights = ignoreFirstKey(trace.attention(layer, head), trace.shape);
        for (let query = 0; query < 17; query++) {
          const sum = weights
            .subarray(query * 17, (query + 1) * 17)
            .reduce((all, one) => all + one, 0);
          expect(sum).toBeCloseTo(query === 0 ? 0 : 1, 5);
        }
      }
    }
  });

  test('the first row says why it is empty', async () => {
    const lens = await showDog({ token: 0, ignoreFirst: true });
    expect(said(lens, '.sentence')).toMatch('reads only the first token, which is left out');
  });

  test('its column says so, in the picture, in speech and in the table, rather than being nothing', async () => {
    const lens = await showDog({ token: DOG_2 });
    inkRamp(lens);
    await eventually(() => expect(colourAt(lens, '.matrix', 4, 0)[0]).toBeLessThan(60));
    lens.ignoreFirst = true;
    lens.style.setProperty('--attn-soft', 'rgb(0 255 0)');
    lens.style.setProperty('--attn-line', 'rgb(0 255 0)');
    await eventually(() => expect(colourAt(lens, '.matrix', 4, 0)).toEqual([0, 255, 0, 255]));
    expect(cell(lens, '.matrix', 4, 0).ariaLabel).toBe('ship reads The, which is left out: 0 %');
    await press(lens, '[part=numbers] summary');
    await eventually(() => expect(said(lens, 'tbody tr')).toBe('0 The – –'));
    await userEvent.hover(cell(lens, '.matrix', 4, 0));
    await lens.updateComplete;
    expect(said(lens, '.sentence')).toMatch('The first token, “The”, is left out');
    expect(said(lens, '.readout')).toMatch('ship → The: left out');
  });

  test('a key of another text that is left out is not said to be read by no one', async () => {
    const lens = await show({ trace: parseTrace(caption), ignoreFirst: true });
    await userEvent.hover(find(lens, '[data-side=key] [data-index="0"]'));
    await lens.updateComplete;
    expect(said(lens, '.sentence')).toMatch('is left out');
  });
});

test('the ramp is even to the eye, and lightness alone carries it, in both themes', () => {
  const lightness = ([red = 0, green = 0, blue = 0]: readonly number[]) => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    // OKLab's lightness.
    return (
      0.2104542553 * Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) +
      0.793617785 * Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) -
      0.0040720468 * Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    );
  };
  for (const [from, to] of [
    [
      [255, 253, 248],
      [28, 41, 94],
    ],
    [
      [24, 27, 33],
      [255, 214, 138],
    ],
  ] as const) {
    const ramp = makeRamp(from, to);
    const steps = Array.from({ length: 16 }, (_, index) =>
      lightness([...ramp.subarray(4 * 17 * index, 4 * 17 * index + 3)]),
    );
    const gaps = steps.slice(1).map((value, index) => value - (steps[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    expect(Math.abs(mean)).toBeGreaterThan(0.03);
    for (const gap of gaps) expect(Math.abs(gap / mean - 1)).toBeLessThan(0.15);
  }
});
