// What a lens's pictures depend on beside the lens: lost pixels, the theme, fonts, zoom and transforms, the room.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../../runtime/trace/index.js';
import type { AttnLens } from '../attn-lens.js';
import '../attn-lens.js';
import '../../attn-term/attn-term.js';
import '../../head-finder/head-finder.js';
import '../../qkv-sandbox/qkv-sandbox.js';

const DEJAVU = new URL(
  '../../../../node_modules/@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2',
  import.meta.url,
);

const PICTURES: readonly (readonly [string, Partial<AttnLens>])[] = [
  ['.matrix.first', {}],
  ['.map', {}],
  ['.lines.first', { view: 'lines' }],
  ['.matrix.second', { compare: '4.11' }],
  ['.lines.second', { view: 'lines', compare: '4.11' }],
];

afterEach(() => {
  document.body.replaceChildren();
  document.body.removeAttribute('style');
  document.fonts.clear();
  vi.restoreAllMocks();
});

const frame = () => new Promise(requestAnimationFrame);

async function show(
  properties: Partial<AttnLens> = {},
  style: Readonly<Record<string, string>> = {},
): Promise<AttnLens> {
  const lens = document.createElement('attn-lens');
  Object.assign(lens, { trace: parseTrace(dog), layer: 5, head: 5, ...properties });
  for (const [name, value] of Object.entries(style)) lens.style.setProperty(name, value);
  document.body.append(lens);
  await lens.updateComplete;
  return lens;
}

/** A canvas of the lens, once it is there: lines and a comparison come later. */
const canvasOf = (lens: AttnLens, picture: string) =>
  vi.waitFor(
    () => {
      const canvas = lens.renderRoot.querySelector<HTMLCanvasElement>(`${picture} canvas`);
      if (!canvas || ink(canvas) === 0) throw new Error(`${picture} is not drawn.`);
      return canvas;
    },
    { timeout: 30_000 },
  );

const context = (canvas: HTMLCanvasElement) => canvas.getContext('2d') as CanvasRenderingContext2D;

function ink(canvas: HTMLCanvasElement): number {
  const { data } = context(canvas).getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((alpha, index) => index % 4 === 3 && alpha > 0).length;
}

/** Draws what is still under way: the pictures are as they stay until something changes. */
async function settle(lens: AttnLens): Promise<void> {
  for (let frames = 0; frames < 4; frames++) await frame();
  await lens.updateComplete;
}

describe.each(PICTURES)('%s', (picture, properties) => {
  test('is drawn anew when its pixels were lost', async () => {
    const lens = await show(properties);
    const canvas = await canvasOf(lens, picture);
    await settle(lens);
    const before = canvas.toDataURL();
    context(canvas).reset();
    canvas.dispatchEvent(new Event('contextlost', { cancelable: true }));
    canvas.dispatchEvent(new Event('contextrestored'));
    await vi.waitFor(() => expect(canvas.toDataURL()).toBe(before));
  });

  test('is drawn anew when the pixels were lost that it keeps', async () => {
    const made = vi.spyOn(OffscreenCanvas.prototype, 'getContext');
    const lens = await show(properties);
    const canvas = await canvasOf(lens, picture);
    await settle(lens);
    const before = canvas.toDataURL();
    const bitmaps = new Set(made.mock.contexts as OffscreenCanvas[]);
    for (const bitmap of bitmaps) {
      (bitmap.getContext('2d') as OffscreenCanvasRenderingContext2D).reset();
      bitmap.dispatchEvent(new Event('contextrestored'));
    }
    context(canvas).reset();
    await vi.waitFor(() => expect(canvas.toDataURL()).toBe(before));
  });

  test.each(['loaded after it is added', 'loaded before it is added'])(
    'has its labels in a font that is %s',
    async (order) => {
      const lens = await show(properties, { '--attn-font': 'Late, monospace' });
      const canvas = await canvasOf(lens, picture);
      await settle(lens);
      const before = canvas.toDataURL();
      const font = new FontFace('Late', `url(${DEJAVU})`, { weight: '100 900' });
      if (order === 'loaded after it is added') document.fonts.add(font);
      await font.load();
      document.fonts.add(font);
      await vi.waitFor(() => expect(canvas.toDataURL()).not.toBe(before));
    },
  );

  test('has its labels in a font that a late stylesheet names', async () => {
    const lens = await show(properties, { '--attn-font': 'Later, monospace' });
    const canvas = await canvasOf(lens, picture);
    await settle(lens);
    const before = canvas.toDataURL();
    const style = document.createElement('style');
    style.textContent = `@font-face { font-family: Later; src: url(${DEJAVU}) }`;
    document.head.append(style);
    await vi.waitFor(() => expect(canvas.toDataURL()).not.toBe(before));
    style.remove();
  });

  test.each([
    ['zoom', '1.5', 1.5],
    ['transform', 'scale(2)', 2],
    ['transform', 'rotate(90deg) scale(2)', 2],
    ['scale', '0.5', 1],
    ['zoom', '9', 3],
  ])('has the pixels that %s: %s asks for', async (property, value, growth) => {
    const lens = await show(properties);
    const canvas = await canvasOf(lens, picture);
    document.body.style.setProperty(property, value);
    await vi.waitFor(() =>
      expect(canvas.width / Number.parseFloat(canvas.style.width)).toBeCloseTo(
        devicePixelRatio * growth,
        1,
      ),
    );
    document.body.style.removeProperty(property);
    await vi.waitFor(() =>
      expect(canvas.width / Number.parseFloat(canvas.style.width)).toBeCloseTo(devicePixelRatio, 1),
    );
  });
});

describe('a new theme is seen', () => {
  const lightest = async (lens: AttnLens, dark: boolean) => {
    const canvas = await canvasOf(lens, '.map');
    await vi.waitFor(() => {
      const { data } = context(canvas).getImageData(0, 0, canvas.width, canvas.height);
      // The number of the first column is all ink of the upper edge.
      const at = data.findIndex((alpha, index) => index % 4 === 3 && alpha > 200);
      const light = (data[at - 1] ?? 0) > 128;
      expect(light).toBe(dark);
    });
  };

  const RESETS = {
    'nothing in its way': '',
    'transitions switched off': '* { transition: none !important }',
    'transitions without duration':
      '*, ::before, ::after { transition-duration: 0s !important; animation-duration: 0s !important }',
    'transitions switched off by class': '#any, .probe { transition: none !important }',
    'slow transitions': '* { transition: all 100s !important }',
  };

  /** Both ways to put rules into a shadow root. */
  const ADOPTED: Readonly<Record<string, (root: ShadowRoot, rules: string) => void>> = {
    'an adopted sheet': (root, rules) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      root.adoptedStyleSheets.push(sheet);
    },
    'a style element': (root, rules) => {
      const style = document.createElement('style');
      style.textContent = rules;
      root.append(style);
    },
  };
  const CASES = Object.keys(ADOPTED).flatMap((way) =>
    Object.entries(RESETS).map(([what, rules]) => [what, way, rules] as const),
  );

  test.each(CASES)('with %s by %s', async (_, way, rules) => {
    document.body.style.colorScheme = 'light';
    const lens = await show();
    ADOPTED[way]?.(lens.renderRoot as ShadowRoot, rules);
    await settle(lens);
    await lightest(lens, false);
    document.body.style.colorScheme = 'dark';
    await lightest(lens, true);
  });

  test("by an attribute around, where a reader's own style sheet allows no transitions", async () => {
    const style = document.createElement('style');
    style.textContent = 'body { color-scheme: light } body[data-theme=dark] { color-scheme: dark }';
    document.head.append(style);
    const lens = await show();
    for (const probe of lens.renderRoot.querySelectorAll<HTMLElement>('.probe')) {
      probe.style.setProperty('transition', 'none', 'important');
    }
    await settle(lens);
    await lightest(lens, false);
    document.body.setAttribute('data-theme', 'dark');
    await lightest(lens, true);
    document.body.removeAttribute('data-theme');
    style.remove();
  });
});

describe('at no width does an observer of sizes run in circles', () => {
  const errors: string[] = [];
  const note = ({ message }: ErrorEvent) => errors.push(message);
  beforeEach(() => {
    errors.length = 0;
    addEventListener('error', note);
  });
  afterEach(() => removeEventListener('error', note));

  const ELEMENTS: readonly (readonly [string, string])[] = [
    ['lens', '<attn-lens></attn-lens>'],
    ['lens with lines', '<attn-lens view="lines" compare="4.11"></attn-lens>'],
    ['lens with two heads', '<attn-lens compare="4.11" token="3"></attn-lens>'],
    ['lens with a guess', '<attn-lens predict></attn-lens>'],
    ['lens and finder', '<attn-lens id="lens"></attn-lens><head-finder for="lens"></head-finder>'],
    ['sandbox', '<qkv-sandbox tokens="6" dimension="64"></qkv-sandbox>'],
    ['term', '<p>One <attn-term term="head">head</attn-term> of many</p>'],
  ];
  // A page's own observer around an element is told first, and takes one more round.
  const CASES = [false, true].flatMap((isObserved) =>
    ELEMENTS.map(([name, markup]) => ({ name, markup, isObserved })),
  );

  test.each(CASES)('$name, observed by the page: $isObserved', async ({ markup, isObserved }) => {
    const box = document.createElement('div');
    box.innerHTML = markup;
    for (const lens of box.querySelectorAll('attn-lens')) lens.trace = parseTrace(dog);
    document.body.append(box);
    const sizes = new ResizeObserver(() => undefined);
    if (isObserved) sizes.observe(box);
    for (let width = 240; width < 1000; width += 13) {
      box.style.width = `${width}px`;
      await frame();
      await frame();
    }
    await frame();
    sizes.disconnect();
    expect(errors).toEqual([]);
  });
});
