// Whatever the page around does to text, width and direction, each element can be read.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cdp, page } from 'vitest/browser';
import '../attn-lens/attn-lens.js';
import '../attn-term/attn-term.js';
import '../head-finder/head-finder.js';
import '../qkv-sandbox/qkv-sandbox.js';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { registerWords } from './localize.js';

const CARDS = ['attn-lens', 'head-finder', 'qkv-sandbox'] as const;
const root = document.documentElement;

let place: HTMLElement;

beforeEach(() => {
  place = document.createElement('main');
  document.body.append(place);
});

afterEach(() => {
  place.remove();
  for (const name of ['lang', 'dir', 'style']) root.removeAttribute(name);
});

async function add<Tag extends (typeof CARDS)[number]>(tag: Tag, html = '', into = place) {
  const element = document.createElement(tag);
  element.innerHTML = html;
  if ('trace' in element) Object.assign(element, { trace: dog });
  if (tag === 'head-finder') element.setAttribute('behaviour', 'sink');
  if (tag === 'qkv-sandbox') element.setAttribute('dimension', '');
  into.append(element);
  await element.updateComplete;
  return element;
}

const inside = (element: Element, selector: string) =>
  element.shadowRoot?.querySelector(selector) as HTMLElement;

describe('text', () => {
  /** The sizes of all text in all elements, and of all that is written on a canvas. */
  async function sizes(): Promise<Record<string, number[]>> {
    const written: string[] = [];
    const write = CanvasRenderingContext2D.prototype.fillText;
    const spy = vi
      .spyOn(CanvasRenderingContext2D.prototype, 'fillText')
      .mockImplementation(function (this: CanvasRenderingContext2D, ...given) {
        written.push(this.font);
        write.apply(this, given);
      });
    const found: Record<string, number[]> = {};
    for (const tag of CARDS) {
      const element = await add(tag);
      for (const details of element.shadowRoot?.querySelectorAll('details') ?? []) {
        details.open = true;
      }
      found[tag] = [...(element.shadowRoot?.querySelectorAll('.card, .card :not(input)') ?? [])]
        .flatMap((part) => [getComputedStyle(part), getComputedStyle(part, '::after')])
        .map(({ fontSize }) => Number.parseFloat(fontSize));
    }
    place.insertAdjacentHTML('beforeend', '<attn-term>head</attn-term>');
    const term = place.querySelector('attn-term');
    await term?.updateComplete;
    found.note = [...(term?.shadowRoot?.querySelectorAll('.note > *') ?? [])].map((part) =>
      Number.parseFloat(getComputedStyle(part).fontSize),
    );
    await vi.waitUntil(() => written.length > 50);
    spy.mockRestore();
    place.replaceChildren();
    found.canvas = [...new Set(written.map((font) => Number(/[\d.]+(?=px)/.exec(font))))].sort();
    return found;
  }

  const scaled = (all: Record<string, number[]>, by: number) =>
    Object.fromEntries(
      Object.entries(all).map(([name, of]) => [name, of.map((size) => Math.round(size * by * 10))]),
    );

  test.each([
    ['html', '62.5%'],
    ['html', '10px'],
    ['html', '4px'],
    ['html', '100px'],
    ['*', '9px'],
  ])('is as large as ever where a page gives %s %s', async (selector, size) => {
    const usual = await sizes();
    const style = document.createElement('style');
    style.textContent = `${selector} { font-size: ${size}; }`;
    document.head.append(style);
    const found = await sizes();
    style.remove();
    expect(scaled(found, 1)).toEqual(scaled(usual, 1));
    expect(found.note).toEqual([14, 14]);
  });

  test('grows with the size that the reader has set in the browser', async () => {
    const usual = await sizes();
    const session = cdp() as unknown as {
      send(method: string, given: Record<string, unknown>): Promise<unknown>;
    };
    root.style.fontSize = '62.5%';
    await session.send('Page.setFontSizes', { fontSizes: { standard: 24 } });
    try {
      expect(scaled(await sizes(), 1)).toEqual(scaled(usual, 1.5));
    } finally {
      await session.send('Page.setFontSizes', { fontSizes: { standard: 16 } });
    }
  });

  test('is as large as the author says', async () => {
    const usual = await sizes();
    place.style.setProperty('--attn-font-size', '21px');
    expect(scaled(await sizes(), 1)).toEqual(scaled(usual, 1.5));
  });

  test('is no smaller in the font that programs are written in', async () => {
    const { fontSize } = getComputedStyle(inside(await add('attn-lens'), '.card'));
    place.style.setProperty('--attn-font', 'monospace');
    expect(getComputedStyle(inside(await add('attn-lens'), '.card')).fontSize).toBe(fontSize);
  });
});

describe.each(CARDS)('a box that shrinks to its content: %s', (tag) => {
  const BOXES = {
    dialog: '<dialog open></dialog>',
    'column of flex':
      '<div style="display: flex; flex-direction: column; align-items: center"></div>',
    'row of flex': '<div style="display: flex"></div>',
    'inline-block': '<div style="display: inline-block"></div>',
    float: '<div style="float: left"></div>',
    absolute: '<div style="position: absolute"></div>',
    grid: '<div style="display: grid; justify-items: start"></div>',
    'column of grid':
      '<div style="display: grid; grid-template-columns: auto auto; justify-content: start"></div>',
    table: '<table><tbody><tr><td></td></tr></tbody></table>',
    'fit-content': '<div style="width: fit-content"></div>',
    'max-content': '<div style="width: max-content"></div>',
    'line that does not break': '<div style="white-space: nowrap; float: left"></div>',
  };

  afterEach(() => page.viewport(414, 896));

  test.each(Object.entries(BOXES))('%s', async (name, html) => {
    place.innerHTML = html;
    const box = place.querySelector('td, dialog, div') as HTMLElement;
    await page.viewport(1000, 800);
    const element = await add(tag, '', box);
    const width = () => element.getBoundingClientRect().width;
    expect(width()).toBe(640);
    await page.viewport(360, 800);
    expect(width()).toBeLessThanOrEqual(360 - 16);
    expect(width()).toBeGreaterThan(290);
    // Nor wider than a column of the page.
    await page.viewport(1000, 800);
    place.style.width = '420px';
    place.style.position = 'relative';
    if (name !== 'max-content') expect(width()).toBeLessThanOrEqual(420);
    expect(width()).toBeGreaterThan(340);
  });

  test('itself, where a page makes it one', async () => {
    await page.viewport(1000, 800);
    const element = await add(tag);
    expect(element.getBoundingClientRect().width).toBe(place.getBoundingClientRect().width);
    for (const [name, value] of [
      ['display', 'inline-block'],
      ['float', 'left'],
      ['position', 'absolute'],
      ['width', 'fit-content'],
    ] as const) {
      element.style.setProperty(name, value);
      expect(element.getBoundingClientRect().width).toBe(640);
      element.style.removeProperty(name);
    }
    // One that fills its place shows itself in all of it, whatever it is.
    for (const display of ['inline', 'flex', 'inline-flex', 'grid', 'contents']) {
      element.style.display = display;
      const all = display === 'inline-flex' ? 640 : place.getBoundingClientRect().width;
      expect(inside(element, '.card').getBoundingClientRect().width, display).toBe(all);
    }
  });
});

describe('direction', () => {
  const runs = (element: Element) => getComputedStyle(element).direction;

  test.each(CARDS)('English runs from left to right in a page that does not: %s', async (tag) => {
    root.lang = 'ar';
    root.dir = 'rtl';
    const element = await add(tag);
    const others = [...(element.shadowRoot?.querySelectorAll('.card, .card *') ?? [])];
    expect(new Set(others.map(runs))).toEqual(new Set(['ltr']));
  });

  test.each(CARDS)('words of such a language run as it does: %s', async (tag) => {
    registerWords(tag, 'ur', { words: { lang: 'ur' } });
    root.lang = 'ur';
    const element = await add(tag, '<p slot="caption">Figure 3</p>');
    expect(runs(inside(element, 'h2'))).toBe('rtl');
    if (tag !== 'qkv-sandbox') expect(runs(element.querySelector('p') as Element)).toBe('ltr');
  });

  test('what the page puts in runs as the page does', async () => {
    root.dir = 'rtl';
    const captions = '<p slot="caption">رسم</p><p slot="caption" dir="ltr">Figure 3</p>';
    const lens = await add('attn-lens', captions);
    expect([...lens.querySelectorAll('p')].map(runs)).toEqual(['rtl', 'ltr']);
  });

  test('an English note too, and one in the words of the page runs as those do', async () => {
    root.dir = 'rtl';
    place.innerHTML =
      '<p><attn-term>head</attn-term> <attn-term>رأس<span slot="definition">وحدة انتباه.</span></attn-term></p>';
    const ends: boolean[] = [];
    for (const term of place.querySelectorAll('attn-term')) {
      await term.updateComplete;
      inside(term, '.term').click();
      const range = document.createRange();
      const said = term.querySelector('span') ?? inside(term, '#definition slot');
      const text = said.firstChild?.nodeType === Node.TEXT_NODE ? said.firstChild : said.lastChild;
      const { length } = text?.textContent ?? '';
      const at = (from: number) => {
        range.setStart(text as Node, from);
        range.setEnd(text as Node, from + 1);
        return range.getBoundingClientRect();
      };
      const [first, second, last] = [at(0), at(1), at(length - 1)];
      ends.push(second.left >= first.left, last.top > first.top || last.left > first.left);
    }
    expect(ends).toEqual([true, true, false, false]);
  });
});
