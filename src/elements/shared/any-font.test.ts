// A reader's font is anyone's. In a narrow, an ordinary and a wide one, and with large text, nothing sticks out of an element at any
// width that is promised.

import wide from '@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2?url';
import wideBold from '@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff2?url';
import ordinary from '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url';
import ordinaryBold from '@fontsource/noto-sans/files/noto-sans-latin-700-normal.woff2?url';
import narrow from '@fontsource/sofia-sans-extra-condensed/files/sofia-sans-extra-condensed-latin-400-normal.woff2?url';
import narrowBold from '@fontsource/sofia-sans-extra-condensed/files/sofia-sans-extra-condensed-latin-700-normal.woff2?url';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../runtime/trace/index.js';
import '../attn-lens/attn-lens.js';
import '../head-finder/head-finder.js';
import '../qkv-sandbox/qkv-sandbox.js';

/** From what is left of a card in the narrowest column to a column of text. */
const WIDTHS = [248, 280, 320, 360, 480, 640, 900];

const FACES = [
  ['narrow', narrow, narrowBold],
  ['ordinary', ordinary, ordinaryBold],
  ['wide', wide, wideBold],
] as const;

beforeAll(async () => {
  for (const [family, regular, bold] of FACES) {
    for (const [address, weight] of [
      [regular, '400'],
      [bold, '700'],
    ] as const) {
      const face = new FontFace(family, `url(${address})`, { weight });
      document.fonts.add(await face.load());
    }
  }
});

afterEach(() => {
  document.body.replaceChildren();
  document.body.removeAttribute('style');
  document.documentElement.removeAttribute('style');
});

/** Boxes on screen that reach beyond the element's own, but for what is scrolled or drawn inside a picture. */
function overhang(element: HTMLElement): string[] {
  const { left, right } = element.getBoundingClientRect();
  return [...(element.shadowRoot?.querySelectorAll<HTMLElement>('*:not(svg *)') ?? [])]
    .filter((inner) => {
      const box = inner.getBoundingClientRect();
      const out = box.right > right + 0.5 || box.left < left - 0.5;
      return out && box.width > 1 && inner.checkVisibility() && !isScrolled(inner);
    })
    .map(({ outerHTML }) => outerHTML.slice(0, 120));
}

/** Whether a reader can scroll to what is too wide. */
function isScrolled(element: HTMLElement): boolean {
  for (let box = element.parentElement; box; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowX)) return true;
  }
  return false;
}

type Element = HTMLElement & { readonly updateComplete: Promise<boolean> };

async function add(tag: string, lang: string, properties: object): Promise<Element> {
  const element = document.createElement(tag) as Element;
  Object.assign(element, properties, { lang });
  document.body.append(element);
  await element.updateComplete;
  return element;
}

const ELEMENTS: readonly [what: string, show: (lang: string) => Promise<Element>][] = [
  ['a lens', (lang) => add('attn-lens', lang, { trace: parseTrace(dog), token: 10 })],
  [
    'a lens with lines',
    (lang) => add('attn-lens', lang, { trace: parseTrace(dog), view: 'lines', token: 10 }),
  ],
  ['a lens without a text', (lang) => add('attn-lens', lang, {})],
  [
    'a finder',
    async (lang) => {
      await add('attn-lens', lang, { trace: parseTrace(dog) });
      return add('head-finder', lang, { behaviour: 'induction' });
    },
  ],
  ['a sandbox', (lang) => add('qkv-sandbox', lang, { dimension: 512 })],
  [
    'a sandbox with long names',
    (lang) =>
      add('qkv-sandbox', lang, {
        causal: true,
        tokens: 'incomprehensibilities the antidisestablishmentarianism',
      }),
  ],
];

describe.each([...FACES.map(([family]) => [family, '100%']), ['wide', '125%']])(
  'in a %s font at %s',
  (family, size) => {
    test.each(ELEMENTS)('nothing sticks out of %s', async (_, show) => {
      document.documentElement.style.fontSize = size;
      document.body.style.setProperty('--attn-font', family);
      for (const lang of ['en', 'de']) {
        const element = await show(lang);
        for (const width of WIDTHS) {
          document.body.style.width = `${width}px`;
          // The pictures follow their box some frames later.
          await expect
            .poll(() => overhang(element), { message: `${lang}, ${width} px` })
            .toEqual([]);
        }
        document.body.replaceChildren();
      }
    });
  },
);
