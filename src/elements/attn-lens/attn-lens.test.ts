import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { encodeTrace, parseTrace } from '../../runtime/trace/index.js';
import { randomTrace } from '../../runtime/trace/testing/random-trace.js';
import { makeRamp, rampOffset } from '../shared/ramp.js';
import type { AttnLens } from './attn-lens.js';
import './attn-lens.js';

const DOG_2 = 10;

// Elements that appear under a resting pointer are hovered: it rests where none does.
beforeEach(() => userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } }));

afterEach(() => {
  document.body.replaceChildren();
  document.body.removeAttribute('style');
  vi.restoreAllMocks();
});

async function show(properties: Partial<AttnLens> = {}, content = ''): Promise<AttnLens> {
  const lens = document.createElement('attn-lens');
  lens.innerHTML = content;
  Object.assign(lens, properties);
  document.body.append(lens);
  await lens.updateComplete;
  return lens;
}

/** The lens with GPT-2 small's dog recording and head 5.5 in it. */
const showDog = (properties: Partial<AttnLens> = {}) =>
  show({ trace: parseTrace(dog), layer: 5, head: 5, ...properties });

function find<E extends HTMLElement = HTMLElement>(lens: AttnLens, selector: string): E {
  const element = lens.renderRoot.querySelector<E>(selector);
  if (!element) throw new Error(`The lens has no ${selector}.`);
  return element;
}

const chip = (lens: AttnLens, index: number, side = 'token') =>
  find(lens, `[data-side=${side}] [data-index="${index}"]`);
const sentence = (lens: AttnLens) => find(lens, '.sentence').textContent?.trim();
const cells = (lens: AttnLens, picture: 'matrix' | 'map') => [
  ...lens.renderRoot.querySelectorAll<HTMLElement>(`.${picture} [role=gridcell]`),
];
const cell = (lens: AttnLens, picture: 'matrix' | 'map', row: number, column: number) =>
  find(lens, `.${picture} [aria-rowindex="${row + 1}"] [aria-colindex="${column + 1}"]`);

async function violations(lens: AttnLens): Promise<string[]> {
  const { violations: found } = await axe.run(lens, { rules: { region: { enabled: false } } });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

describe('axe finds nothing', () => {
  test.each(['light', 'dark'])('in the %s theme', async (scheme) => {
    document.body.style.cssText = `color-scheme: ${scheme}; background: Canvas`;
    const lens = await showDog({ token: DOG_2 });
    find(lens, 'summary').click();
    await vi.waitFor(() => find(lens, 'table'));
    expect(await violations(lens)).toEqual([]);
  });

  test('before there is a trace, and when it cannot be shown', async () => {
    expect(await violations(await show())).toEqual([]);
    expect(await violations(await show({ trace: {} as never }))).toEqual([]);
  });
});

describe('a token', () => {
  test('shows what it reads while the pointer rests on it, with numbers', async () => {
    const lens = await showDog();
    expect(sentence(lens)).toMatch('Point at a token');
    await userEvent.hover(chip(lens, DOG_2));
    await lens.updateComplete;
    expect(sentence(lens)).toBe(
      'The second “dog” reads “on” 84 %. It is read most by the third “the”, 7.1 %.',
    );
    expect(chip(lens, 2).querySelector('bdi')?.dataset.share).toBe('84');
    await userEvent.hover(find(lens, 'h2'));
    await lens.updateComplete;
    expect(sentence(lens)).toMatch('Point at a token');
  });

  test('is tinted as read in proportion to its weight, and as reading in another tone', async () => {
    const lens = await showDog({ token: DOG_2 });
    const tone = (index: number, name: string) =>
      Number(chip(lens, index).style.getPropertyValue(name));
    expect(tone(2, '--read')).toBeCloseTo(Math.sqrt(0.845), 1);
    expect(tone(2, '--reads')).toBe(0);
    expect(tone(14, '--reads')).toBeCloseTo(Math.sqrt(0.071), 1);
    expect(tone(14, '--read')).toBe(0);
  });

  test('that is read almost wholly says so and no more, on one line', async () => {
    const lens = await showDog({ layer: 4, head: 11, token: 8 });
    expect(chip(lens, 7).querySelector('bdi')?.dataset.share).toBe('99');
    expect(cell(lens, 'matrix', 8, 7).ariaLabel).toMatch(/: 99\.\d %$/);
    const share = getComputedStyle(chip(lens, 7).querySelector('bdi') as Element, '::after');
    expect(Number.parseFloat(share.height)).toBeLessThan(16);
  });

  test('stays when clicked, frees when clicked again, and says so to the page', async () => {
    const lens = await showDog();
    const seen: (number | null)[] = [];
    lens.addEventListener('attn-token-select', ({ token }) => seen.push(token));
    await userEvent.click(chip(lens, DOG_2));
    await userEvent.hover(find(lens, 'h2'));
    await lens.updateComplete;
    expect(lens.token).toBe(DOG_2);
    expect(chip(lens, DOG_2).ariaPressed).toBe('true');
    expect(sentence(lens)).toMatch('The second “dog” reads');
    await userEvent.click(chip(lens, DOG_2));
    expect(lens.selection.token).toBe(null);
    expect(seen).toEqual([DOG_2, null]);
  });

  test('is reached, kept and freed with the keyboard alone', async () => {
    const lens = await showDog();
    chip(lens, 0).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{End}{ArrowLeft}');
    await lens.updateComplete;
    expect(sentence(lens)).toMatch(/^“crew” reads/);
    await userEvent.keyboard('{Enter}');
    expect(lens.token).toBe(15);
    await userEvent.keyboard('{Escape}');
    await lens.updateComplete;
    expect(lens.token).toBe(null);
    expect(sentence(lens)).toMatch('Point at a token');
  });

  test('that ends the text says that nothing can read it', async () => {
    const lens = await showDog({ token: 16 });
    expect(sentence(lens)).toMatch('It is the last token: nothing after it can read it.');
  });

  test('set by the page is not announced as the reader’s choice', async () => {
    const lens = await showDog();
    const heard = vi.fn();
    lens.addEventListener('attn-token-select', heard);
    lens.addEventListener('attn-head-change', heard);
    Object.assign(lens, { token: 3, layer: 4, head: 11 });
    await lens.updateComplete;
    expect(heard).not.toHaveBeenCalled();
    expect(sentence(lens)).toMatch('The first “the” reads “on” >99.9 %.');
  });

  test('gives all its numbers in a table', async () => {
    const lens = await showDog({ token: DOG_2 });
    find(lens, 'summary').click();
    await vi.waitFor(() => find(lens, 'table'));
    const row = (index: number) =>
      [...lens.renderRoot.querySelectorAll(`tbody tr:nth-child(${index + 1}) > *`)].map(
        ({ textContent }) => textContent?.trim(),
      );
    expect(row(2)).toEqual(['2', 'on', '84 %', '–']);
    expect(row(14)).toEqual(['14', 'the3', '–', '7.1 %']);
  });
});

describe('the matrix', () => {
  test('says every cell within .01 of the recording, and which are masked', async () => {
    const lens = await showDog();
    const weights = parseTrace(dog).attention(5, 5);
    expect(cells(lens, 'matrix')).toHaveLength(17 * 17);
    for (const [index, element] of cells(lens, 'matrix').entries()) {
      const [row, column] = [Math.floor(index / 17), index % 17];
      if (column > row) expect(element.ariaLabel).toMatch('masked, the future');
      else {
        const said = Number(/([\d.]+) %$/.exec(element.ariaLabel ?? '')?.[1]) / 100;
        expect(Math.abs(said - (weights[index] ?? 0))).toBeLessThan(0.01);
      }
    }
    expect(cell(lens, 'matrix', DOG_2, 2).ariaLabel).toBe('second dog reads on: 84.4 %');
  });

  test('paints each weight in the colour of the ramp, and the future in none', async () => {
    const lens = await showDog();
    lens.style.setProperty('--attn-ramp-from', 'rgb(255 255 255)');
    lens.style.setProperty('--attn-ramp-to', 'rgb(0 0 0)');
    const ramp = makeRamp([255, 255, 255], [0, 0, 0]);
    const canvas = find<HTMLCanvasElement>(lens, '.matrix canvas');
    const colourAt = (row: number, column: number) => {
      const [box, from] = [cell(lens, 'matrix', row, column), canvas].map((element) =>
        element.getBoundingClientRect(),
      ) as [DOMRect, DOMRect];
      const scale = canvas.width / from.width;
      const [x, y] = [box.x + box.width / 2 - from.x, box.y + box.height / 2 - from.y];
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      return [...context.getImageData(x * scale, y * scale, 1, 1).data];
    };
    const weights = parseTrace(dog).attention(5, 5);
    await vi.waitFor(() => expect(colourAt(0, 0)).toEqual([0, 0, 0, 255]));
    for (const [row, column] of [
      [10, 2],
      [10, 0],
      [11, 3],
      [16, 9],
    ] as const) {
      const offset = rampOffset(weights[row * 17 + column] ?? 0);
      expect(colourAt(row, column)).toEqual([...ramp.subarray(offset, offset + 4)]);
    }
    // Hatched: between the soft background and the line drawn on it.
    const [red = 0] = colourAt(4, 12);
    expect(red).toBeGreaterThanOrEqual(0xe3);
    expect(red).toBeLessThanOrEqual(0xf4);
  });

  test('is walked with the keyboard, one cell in the tab order', async () => {
    const lens = await showDog();
    expect(cells(lens, 'matrix').filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    cell(lens, 'matrix', 0, 0).focus();
    await userEvent.keyboard('{Control>}{End}{/Control}{ArrowUp}{Home}{ArrowRight}');
    await lens.updateComplete;
    expect(sentence(lens)).toMatch(/^“crew” reads the first “dog” /);
    await userEvent.keyboard('{Enter}');
    expect(lens.token).toBe(15);
  });

  test('shows one cell under the pointer, and pins its row when clicked', async () => {
    const lens = await showDog();
    await userEvent.hover(cell(lens, 'matrix', DOG_2, 2));
    await lens.updateComplete;
    expect(sentence(lens)).toBe('The second “dog” reads “on” 84 %.');
    await userEvent.hover(cell(lens, 'matrix', 2, DOG_2));
    await lens.updateComplete;
    expect(sentence(lens)).toMatch('no token can read the future');
    await userEvent.click(cell(lens, 'matrix', DOG_2, 2));
    expect(lens.token).toBe(DOG_2);
  });

  test('keeps a window of a long text in the DOM, around the focus', async () => {
    const lens = await show({ trace: randomTrace({ queries: 64 }) });
    cell(lens, 'matrix', 0, 0).focus();
    await userEvent.keyboard('{Control>}{End}{/Control}');
    expect(cells(lens, 'matrix').length).toBeLessThanOrEqual(17 * 17);
    expect(find(lens, '.matrix [role=grid]').ariaRowCount).toBe('64');
    const focused = (lens.renderRoot as ShadowRoot).activeElement as HTMLElement;
    expect(focused.ariaLabel).toMatch(/^word63 reads word63: /);
  });
});

describe('a head', () => {
  test('is chosen in the map with a click, after a preview', async () => {
    const lens = await showDog({ token: 5 });
    const heard = vi.fn();
    lens.addEventListener('attn-head-change', heard);
    await userEvent.hover(cell(lens, 'map', 4, 11));
    await lens.updateComplete;
    expect(sentence(lens)).toMatch('“ran” reads “ship” >99.9 %.');
    expect(lens.selection).toMatchObject({ layer: 5, head: 5 });
    await userEvent.click(cell(lens, 'map', 4, 11));
    await lens.updateComplete;
    expect(lens.selection).toMatchObject({ layer: 4, head: 11 });
    expect(heard.mock.calls[0]?.[0]).toMatchObject({ layer: 4, head: 11 });
    expect(cell(lens, 'map', 4, 11).ariaSelected).toBe('true');
    expect(cell(lens, 'map', 5, 5).ariaSelected).toBe('false');
  });

  test('is walked to in the map with the keyboard, and Escape goes back', async () => {
    const lens = await showDog({ token: 5 });
    cell(lens, 'map', 5, 5).focus();
    await userEvent.keyboard('{ArrowUp}{End}{ArrowLeft}');
    await lens.updateComplete;
    expect((lens.renderRoot as ShadowRoot).activeElement?.ariaLabel).toMatch(
      /^layer 4, head 11, previous-token head/,
    );
    expect(find(lens, '.previewed').textContent).toMatch('4.11');
    await userEvent.keyboard('{Escape}');
    await lens.updateComplete;
    expect(find(lens, '.previewed').hidden).toBe(true);
    await userEvent.keyboard('{ArrowLeft}{Enter}');
    expect(lens.selection).toMatchObject({ layer: 4, head: 10 });
  });

  test('is chosen with the pickers', async () => {
    const lens = await showDog();
    await userEvent.selectOptions(find(lens, '[data-which=layer]'), '4');
    await userEvent.selectOptions(find(lens, '[data-which=head]'), '11');
    expect(lens.selection).toMatchObject({ layer: 4, head: 11 });
  });

  test('that is not there is held to the last one, with one warning', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const lens = await showDog({ layer: 99, head: Number.NaN });
    lens.requestUpdate();
    await lens.updateComplete;
    expect(lens.selection).toMatchObject({ layer: 11, head: 0 });
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringMatching('has no layer 99'),
      expect.stringMatching('has no head NaN'),
    ]);
  });

  test('is the first one again when the page takes the attributes away, without a warning', async () => {
    const warn = vi.spyOn(console, 'warn');
    const lens = await showDog();
    lens.removeAttribute('layer');
    lens.removeAttribute('head');
    await lens.updateComplete;
    expect(lens.selection).toMatchObject({ layer: 0, head: 0 });
    expect(warn).not.toHaveBeenCalled();
  });

  test('shows its own pattern in the map', async () => {
    const lens = await showDog();
    const canvas = find<HTMLCanvasElement>(lens, '.map canvas');
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const ink = (row: number, column: number) => {
      const [box, from] = [cell(lens, 'map', row, column), canvas].map((element) =>
        element.getBoundingClientRect(),
      ) as [DOMRect, DOMRect];
      const scale = canvas.width / from.width;
      const { data } = context.getImageData(
        (box.x - from.x) * scale,
        (box.y - from.y) * scale,
        box.width * scale,
        box.height * scale,
      );
      return data.filter((alpha, index) => index % 4 === 3 && alpha > 0).length / (data.length / 4);
    };
    // The causal half of a thumbnail is inked, margins and the future are not.
    expect(ink(4, 11)).toBeGreaterThan(0.25);
    expect(ink(4, 11)).toBeLessThan(0.5);
  });
});

describe('ignoring the first token', () => {
  test('rescales every row and says so', async () => {
    const lens = await showDog({ token: DOG_2 });
    await userEvent.click(find(lens, '[role=switch]'));
    await lens.updateComplete;
    expect(lens.ignoreFirst).toBe(true);
    expect(sentence(lens)).toMatch('The second “dog” reads “on” 95 %.');
    expect(find(lens, '.figures').textContent).toMatch('first token left out');
    for (let row = 1; row < 17; row++) {
      const said = cells(lens, 'matrix')
        .slice(17 * row, 17 * row + row + 1)
        .map(({ ariaLabel }) => Number(/([\d.]+) %$/.exec(ariaLabel ?? '')?.[1]));
      expect(said[0]).toBe(0);
      expect(said.reduce((sum, value) => sum + value)).toBeCloseTo(100, 0);
    }
  });

  test('leaves the first row empty, and says why', async () => {
    const lens = await showDog({ token: 0, ignoreFirst: true });
    expect(sentence(lens)).toMatch('“The” reads only the first token, which is left out');
  });
});

describe('the trace', () => {
  test('may be inlined in a script child', async () => {
    const script = `<script type="application/json">${JSON.stringify(dog)}</script>`;
    const lens = await show({}, script);
    expect(lens.matches(':state(ready)')).toBe(true);
    expect(find(lens, '.badge').textContent).toMatch(/recorded\s+·\s+GPT-2 small/);
  });

  test('may be added as a script child later', async () => {
    const lens = await show();
    expect(lens.status).toBe('empty');
    const script = document.createElement('script');
    script.type = 'application/json';
    script.textContent = JSON.stringify(dog);
    lens.append(script);
    await vi.waitFor(() => expect(lens.status).toBe('ready'));
  });

  test('is fetched from src, with the fallback shown until it is there', async () => {
    const lens = await show({ src: '/traces/dog.json' }, '<p>Fallback</p>');
    expect(lens.matches(':state(loading)')).toBe(true);
    expect(lens.querySelector('p')?.checkVisibility()).toBe(true);
    await new Promise((resolve) => lens.addEventListener('attn-ready', resolve, { once: true }));
    expect(lens.status).toBe('ready');
    expect(lens.querySelector('p')?.checkVisibility()).toBe(false);
  });

  test('names its model, source and licence', async () => {
    const lens = await showDog();
    expect(find(lens, 'footer').textContent?.replace(/\s+/g, ' ')).toMatch(
      'Recording: saved output of a notebook in jessevig/bertviz, Apache-2.0 · 17 tokens',
    );
  });

  test('that is broken is refused with the field, and what was shown stays', async () => {
    const lens = await showDog({ token: DOG_2 });
    const errors: Error[] = [];
    lens.addEventListener('attn-error', ({ error }) => errors.push(error));
    lens.trace = { ...dog, tokens: 5 } as never;
    await lens.updateComplete;
    expect(lens.matches(':state(error)')).toBe(true);
    expect(find(lens, '[role=alert]').textContent).toMatch("The trace's tokens must be a list");
    expect(errors).toMatchObject([{ field: 'tokens' }]);
    expect(sentence(lens)).toMatch('The second “dog” reads');
    lens.trace = parseTrace(dog);
    await lens.updateComplete;
    expect(lens.status).toBe('ready');
    expect(find(lens, '[role=alert]').checkVisibility()).toBe(false);
  });

  test('that is no trace but looks like one is refused too', async () => {
    const lens = await showDog();
    const broken = { ...parseTrace(dog), attention: () => new Float32Array(1) };
    for (const trace of [{ attention: () => 1 }, { ...broken, tokens: [], keys: [] }]) {
      lens.trace = trace as never;
      await lens.updateComplete;
      expect(lens.status).toBe('error');
    }
    expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(17);
  });

  test('that cannot be fetched says what the server said', async () => {
    const lens = await show({ src: '/no/such/trace.json' });
    await vi.waitFor(() => expect(lens.status).toBe('error'));
    expect(lens.error).toMatchObject({ name: expect.stringMatching(/^Trace(Load)?Error$/) });
  });

  test('at something that is not an address says so', async () => {
    const lens = await show({ src: 'http://[' });
    await vi.waitFor(() => expect(lens.error).toMatchObject({ code: 'address' }));
    expect(find(lens, '[role=alert]').textContent).toMatch('that is not an address. Check src.');
  });

  test('asked for last is the one shown, however late the first arrives', async () => {
    let answer: (response: Response) => void = () => {};
    const late = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    vi.spyOn(globalThis, 'fetch').mockReturnValueOnce(late);
    const lens = await show({ src: 'slow.json' });
    lens.trace = randomTrace({ queries: 3 });
    await lens.updateComplete;
    answer(new Response(JSON.stringify(dog)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(3);
  });

  test('is loaded after all when the lens is taken out and put back meanwhile', async () => {
    const lens = await show({ src: '/traces/dog.json' });
    lens.remove();
    document.body.append(lens);
    await vi.waitFor(() => expect(lens.status).toBe('ready'));
  });
});

describe('other texts and models', () => {
  test('a token that continues a word is dashed', async () => {
    const tokens = ['Data', ' em', 'powers'].map((text, id) => ({ id, text }));
    const trace = { ...encodeTrace(randomTrace({ queries: 3 })), tokens };
    const lens = await show({ trace: trace as never });
    const borders = [0, 1, 2].map((index) => getComputedStyle(chip(lens, index)).borderTopStyle);
    expect(borders).toEqual(['solid', 'solid', 'dashed']);
  });

  test('tokens that share a character stand in one group under it', async () => {
    const tokens = [
      { id: 1, bytes: 'f09f' },
      { id: 2, bytes: '9982' },
      { id: 3, text: '!' },
    ];
    const lens = await show({
      trace: { ...encodeTrace(randomTrace({ queries: 3 })), tokens } as never,
    });
    expect(find(lens, '.split .character').textContent).toBe('🙂');
    expect(lens.renderRoot.querySelectorAll('.split .chip')).toHaveLength(2);
    expect(chip(lens, 1).ariaLabel).toBe('2/2 of 🙂, 2 of 3');
  });

  test('markup in tokens, labels and sources is text', async () => {
    const evil = '<img src=x onerror="window.hurt=1">';
    const file = encodeTrace(randomTrace({ queries: 2 }));
    const lens = await show({
      label: evil,
      token: 0,
      trace: {
        ...file,
        model: { ...file.model, name: evil },
        tokens: [
          { id: 0, text: evil },
          { id: 1, text: '</script>' },
        ],
        provenance: { kind: 'recorded', source: evil, licence: evil },
      },
    });
    expect(lens.renderRoot.querySelector('img')).toBe(null);
    expect(chip(lens, 0).textContent).toMatch(evil);
    expect(find(lens, 'footer').textContent).toMatch(evil);
  });

  test('a trace without a mask has none', async () => {
    const lens = await show({ trace: randomTrace({ causal: false }), token: 0 });
    expect(cells(lens, 'matrix').some(({ ariaLabel }) => ariaLabel?.includes('masked'))).toBe(
      false,
    );
    expect(find(lens, '.matrix [role=grid]').ariaLabel).toBe('Attention matrix');
  });

  test('cross-attention has two rows of tokens, one that looks and one that is looked at', async () => {
    const lens = await show({ trace: randomTrace({ queries: 3, keys: 4 }) });
    await userEvent.hover(chip(lens, 1));
    await lens.updateComplete;
    expect(sentence(lens)).toMatch(/^“word1” reads “key\d” [\d.]+ %\.$/);
    await userEvent.click(chip(lens, 2, 'key'));
    await userEvent.hover(find(lens, 'h2'));
    await lens.updateComplete;
    expect(sentence(lens)).toMatch(/^“key2” is read most by “word\d”, [\d.]+ %\.$/);
    await userEvent.keyboard('{Escape}');
    await lens.updateComplete;
    expect(sentence(lens)).toMatch('Point at a token');
  });

  test('the chips run from right to left in a text that does', async () => {
    const tokens = ['שלום', ' עולם'].map((text, id) => ({ id, text }));
    const lens = await show({
      trace: { ...encodeTrace(randomTrace({ queries: 2 })), tokens } as never,
    });
    const [first, second] = [0, 1].map((index) => chip(lens, index).getBoundingClientRect().x);
    expect(first).toBeGreaterThan(second ?? 0);
    chip(lens, 0).focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect((lens.renderRoot as ShadowRoot).activeElement).toBe(chip(lens, 1));
  });

  test('a lens of 64 tokens and 144 heads has at most 1,500 nodes, text and comments included', async () => {
    const next = Array.from({ length: 20 }, (_, id) => ({ id, text: ` next${id}`, p: 0.05 }));
    const file = encodeTrace(randomTrace({ queries: 64, layers: 12, heads: 12 }));
    const lens = await show({ trace: { ...file, next }, token: 40 });
    const walker = document.createTreeWalker(lens.renderRoot, NodeFilter.SHOW_ALL);
    let nodes = 0;
    while (walker.nextNode()) nodes++;
    expect(nodes).toBeLessThanOrEqual(1500);
  });
});

test('taking a lens out and putting it back a hundred times leaves it whole', async () => {
  const lens = await showDog({ token: DOG_2 });
  for (let round = 0; round < 100; round++) {
    lens.remove();
    document.body.append(lens);
  }
  await lens.updateComplete;
  await userEvent.keyboard('{Escape}');
  await userEvent.click(chip(lens, 3));
  await lens.updateComplete;
  expect(lens.token).toBe(3);
  expect(sentence(lens)).toMatch('The first “the” reads');
});

test('a change of theme is drawn, however the page brings it about', async () => {
  document.body.style.cssText = 'color-scheme: light';
  const lens = await showDog();
  const canvas = find<HTMLCanvasElement>(lens, '.matrix canvas');
  const picture = () => canvas.toDataURL();
  const light = picture();
  document.body.style.cssText = 'color-scheme: dark';
  await vi.waitFor(() => expect(picture()).not.toBe(light));
});
