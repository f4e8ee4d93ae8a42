// What a page sees of the keys that are pressed in its widgets: of the used ones nothing, of all others everything.

// @ts-expect-error It has no types of its own.
import RevealDeck from 'reveal.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { FakeEngine } from '../../runtime/testing/fake-engine.js';
import { parseTrace } from '../../runtime/trace/index.js';
import '../attn-lens/attn-lens.js';
import '../attn-term/attn-term.js';
import '../head-finder/head-finder.js';
import '../qkv-sandbox/qkv-sandbox.js';

interface Deck {
  initialize(): Promise<unknown>;
  destroy(): void;
  slide(index: number): void;
  getIndices(): { readonly h: number };
  isPaused(): boolean;
  isOverview(): boolean;
}
const Reveal: new (element: Element, options: object) => Deck = RevealDeck;

type Tag = 'attn-lens' | 'head-finder' | 'qkv-sandbox' | 'attn-term';

let engine: FakeEngine;
let uninstall: () => void;
/** Keys that came to the page, each with its event's type. */
let seen: string[];

const EVENTS = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'paste', 'cut', 'copy'];
const see = (event: Event) => {
  // A shortcut of a page that spares its own text fields.
  if ((event.target as Element).closest('input, textarea')) return;
  seen.push(`${event.type} ${(event as KeyboardEvent).key ?? ''}`.trim());
};

beforeEach(async () => {
  engine = new FakeEngine();
  uninstall = engine.install();
  seen = [];
  for (const name of EVENTS) document.addEventListener(name, see);
  await userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } });
});

afterEach(() => {
  for (const name of EVENTS) document.removeEventListener(name, see);
  document.body.replaceChildren();
  uninstall();
});

async function show<T extends Tag>(
  tag: T,
  properties: object = {},
  place: Element = document.body,
) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  place.append(element);
  await element.updateComplete;
  return element as HTMLElementTagNameMap[T];
}

const showLens = (properties: object = {}, place?: Element) =>
  show('attn-lens', { trace: parseTrace(dog), layer: 5, head: 5, ...properties }, place);

function find<E extends HTMLElement | SVGElement = HTMLElement>(
  host: Element,
  selector: string,
): E {
  const found = host.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

async function press(host: Element, selector: string, keys: string): Promise<void> {
  find(host, selector).focus();
  await userEvent.keyboard(keys);
}

const CHIP = '.chip[data-index="3"]';
const ALL_KEYS = 'The bird. b?sfo/ {ArrowLeft}{ArrowDown}{PageDown}{Home}{End}{Backspace}{Delete}';

describe('the page does not see', () => {
  test('what is typed into text fields', async () => {
    const lens = await showLens({ text: '' });
    await press(lens, 'textarea', ALL_KEYS);
    expect(find<HTMLTextAreaElement>(lens, 'textarea').value).toBe('The bird. b?sfo/');
    const sandbox = await show('qkv-sandbox');
    await press(sandbox, 'input[data-index="0"]', `${ALL_KEYS}{Enter}`);
    expect(seen).toEqual([]);
  });

  test('what is cut from, copied to and pasted into them', async () => {
    const lens = await showLens({ text: 'The bird' });
    await press(lens, 'textarea', '{Control>}axv{/Control}');
    expect(find<HTMLTextAreaElement>(lens, 'textarea').value).toBe('The bird');
    expect(seen).toEqual(['keydown Control', 'keyup Control']);
  });

  test.each([
    ['attn-lens', CHIP, '{ArrowRight}{ArrowLeft}{Home}{End}{ArrowRight}{Enter} '],
    [
      'attn-lens',
      '.matrix [tabindex="0"]',
      '{ArrowUp}{PageDown}{Home}{Control>}{End}{/Control}{Enter} ',
    ],
    ['attn-lens', '.map [tabindex="0"]', '{ArrowUp}{PageUp}{End}{Enter} '],
    ['attn-lens', '[part=ignore-first] input', ' '],
    ['attn-lens', 'select', '{ArrowDown}{Home}1'],
    ['attn-lens', 'summary', '{Enter} '],
    ['head-finder', '[data-behaviour=sink]', '{Enter} '],
    ['head-finder', '[part=map] [tabindex="0"]', '{ArrowLeft}{ArrowUp}{End}{Enter}'],
    [
      'qkv-sandbox',
      '[data-handle=k1]',
      '{ArrowRight}{Shift>}{ArrowUp}{/Shift}{Alt>}{ArrowUp}{/Alt}',
    ],
    ['qkv-sandbox', '#scale', '{ArrowRight}{PageUp}{Home}{End}'],
    ['attn-term', '.term', '{Enter}{Enter} '],
  ] as const)('the keys of <%s> %s', async (tag, selector, keys) => {
    const properties = { trace: parseTrace(dog), behaviour: 'previous', term: 'head' };
    const element = await show(tag, properties);
    await press(element, selector, keys);
    expect(seen.filter((key) => !/ (Shift|Control|Alt)$/.test(key))).toEqual([]);
  });

  test('the release of a key whose press has moved the focus, nor a step that was taken back', async () => {
    const sandbox = await show('qkv-sandbox');
    await press(sandbox, '[data-handle=q]', '{ArrowRight}');
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(seen).toEqual(['keydown Control', 'keyup Control']);
  });
});

describe('the page sees', () => {
  test.each([
    ['attn-lens', CHIP, '{PageDown}', 'PageDown'],
    ['attn-lens', CHIP, '{Escape}{Escape}', 'Escape'],
    ['attn-lens', CHIP, 'b', 'b'],
    ['attn-lens', CHIP, '{F2}', 'F2'],
    ['attn-lens', CHIP, '{Alt>}{ArrowLeft}{/Alt}', 'ArrowLeft'],
    ['attn-lens', '.matrix [tabindex="0"]', '{Meta>}{ArrowLeft}{/Meta}', 'ArrowLeft'],
    ['attn-lens', 'textarea', '{Escape}', 'Escape'],
    ['attn-lens', 'textarea', '{F2}', 'F2'],
    ['attn-lens', 'textarea', '{Control>}k{/Control}', 'k'],
    ['attn-lens', '[part=ignore-first] input', 'b', 'b'],
    ['qkv-sandbox', '[data-handle=k1]', '{Escape}', 'Escape'],
    ['qkv-sandbox', '[data-handle=k1]', '{Control>}z{/Control}', 'z'],
    ['qkv-sandbox', '#scale', 'b', 'b'],
    ['head-finder', '[data-behaviour=sink]', '{Escape}', 'Escape'],
    ['attn-term', '.term', '{Escape}{Escape}', 'Escape'],
  ] as const)('what <%s> %s does not use: %s', async (tag, selector, keys, key) => {
    const element = await show(tag, { trace: parseTrace(dog), term: 'head' });
    await press(element, selector, keys);
    expect(seen).toContain(`keydown ${key}`);
    expect(seen).toContain(`keyup ${key}`);
    expect(seen.filter((one) => one === `keydown ${key}`)).toHaveLength(1);
  });

  test('what is typed into its own fields, in a slot too', async () => {
    const lens = await showLens();
    const field = document.createElement('div');
    Object.assign(field, { slot: 'caption', contentEditable: 'true' });
    lens.append(field);
    field.focus();
    await userEvent.keyboard('a');
    expect(seen).toEqual(['keydown a', 'keypress a', 'beforeinput', 'input', 'keyup a']);
  });
});

describe('reveal.js', () => {
  let deck: Deck;
  let slide: HTMLElement;

  beforeEach(async () => {
    document.body.innerHTML = `<div class="reveal"><div class="slides">
      <section></section><section></section><section></section></div></div>`;
    slide = document.querySelectorAll('section')[1] as HTMLElement;
    // In a narrow window its slides would be a page to scroll.
    deck = new Reveal(document.querySelector('.reveal') as HTMLElement, {
      scrollActivationWidth: 0,
    });
    await deck.initialize();
    deck.slide(1);
  });

  afterEach(() => deck.destroy());

  const isUndisturbed = () =>
    expect([deck.getIndices().h, deck.isPaused(), deck.isOverview()]).toEqual([1, false, false]);

  test('neither turns slides nor pauses while the reader works with a lens', async () => {
    const lens = await showLens({ text: '' }, slide);
    await press(lens, 'textarea', 'The bird b.sfo');
    expect(find<HTMLTextAreaElement>(lens, 'textarea').value).toBe('The bird b.sfo');
    isUndisturbed();
    await press(lens, CHIP, '{ArrowRight}{ArrowDown}{End}{ArrowRight} {Enter}');
    await press(lens, '.matrix [tabindex="0"]', '{ArrowUp}{PageDown}{Enter}');
    isUndisturbed();
    await press(lens, CHIP, '{PageDown}');
    expect(deck.getIndices().h).toBe(2);
  });

  test('neither with a finder nor with a sandbox', async () => {
    const finder = await show('head-finder', { trace: parseTrace(dog), behaviour: 'sink' }, slide);
    await press(finder, '[data-behaviour=previous]', ' {Enter}');
    await press(finder, '[part=map] [tabindex="0"]', '{ArrowRight}{ArrowDown}{Enter}');
    isUndisturbed();
    const sandbox = await show('qkv-sandbox', {}, slide);
    await press(sandbox, '[data-handle=k1]', '{ArrowRight}{ArrowUp}');
    await press(sandbox, '#scale', '{ArrowRight}{PageDown}');
    await press(sandbox, 'input[data-index="0"]', 'bofs. {Enter}');
    isUndisturbed();
  });

  test('nor does it take the drag of an object or a slider for a swipe', async () => {
    const sandbox = await show('qkv-sandbox', {}, slide);
    const swipe = (selector: string) => {
      const at = find(sandbox, selector);
      const { x, y } = at.getBoundingClientRect();
      for (const [type, more] of Object.entries({ pointerdown: 0, pointermove: 90, pointerup: 90 }))
        at.dispatchEvent(
          new PointerEvent(type, {
            ...{ bubbles: true, composed: true, cancelable: true, pointerType: 'touch' },
            ...{ pointerId: 1, isPrimary: true, clientX: x - more, clientY: y },
          }),
        );
    };
    swipe('[data-handle=k1] circle');
    swipe('#scale');
    isUndisturbed();
    // What nobody drags is the page's to swipe.
    swipe('h2');
    expect(deck.getIndices().h).toBe(2);
  });
});

describe('the first Escape is the widget’s, the second the page’s', () => {
  let dialog: HTMLDialogElement;

  beforeEach(() => {
    dialog = document.createElement('dialog');
    document.body.append(dialog);
    dialog.showModal();
  });

  async function isClosedBySecond(): Promise<void> {
    await userEvent.keyboard('{Escape}');
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect([dialog.open, seen]).toEqual([true, []]);
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(dialog.open).toBe(false));
  }

  test('where it unpins a token', async () => {
    const lens = await showLens({ token: 3 }, dialog);
    find(lens, 'textarea').focus();
    await isClosedBySecond();
    expect(lens.token).toBe(null);
  });

  test('but not where the pin is locked', async () => {
    const lens = await showLens({ token: 3, lock: 'token' }, dialog);
    find(lens, 'textarea').focus();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(dialog.open).toBe(false));
    expect(lens.token).toBe(3);
  });

  test('where it gives up a drag', async () => {
    const sandbox = await show('qkv-sandbox', {}, dialog);
    const before = sandbox.weights;
    const circle = find<SVGElement>(sandbox, '[data-handle=k1] circle');
    const { x, y } = circle.getBoundingClientRect();
    const at = (type: string, more: number) =>
      circle.dispatchEvent(
        new PointerEvent(type, {
          bubbles: true,
          composed: true,
          pointerId: 1,
          isPrimary: true,
          clientX: x + more,
          clientY: y,
        }),
      );
    at('pointerdown', 5);
    at('pointermove', 45);
    expect(sandbox.weights).not.toEqual(before);
    await isClosedBySecond();
    expect(sandbox.weights).toEqual(before);
  });

  test('where it closes a note, wherever the focus is', async () => {
    const button = document.createElement('button');
    dialog.append(button);
    const term = await show('attn-term', { term: 'head' }, dialog);
    find(term, '.term').dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }));
    expect(find(term, '.note').matches(':popover-open')).toBe(true);
    button.focus();
    await userEvent.keyboard('{Escape}');
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect([find(term, '.note').matches(':popover-open'), dialog.open]).toEqual([false, true]);
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(dialog.open).toBe(false));
  });

  test('and holding it down is one', async () => {
    const lens = await showLens({ token: 3 }, dialog);
    const box = find(lens, 'textarea');
    const down = (repeat: boolean) =>
      !box.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: 'Escape',
          code: 'Escape',
          repeat,
          bubbles: true,
          composed: true,
          cancelable: true,
        }),
      );
    expect([down(false), down(true), down(true), down(false)]).toEqual([true, true, true, false]);
  });
});

describe('a key of an input method', () => {
  // As Safari sends the Enter that ends a composition, and as all others do.
  test.each([{ keyCode: 229 }, { isComposing: true }])('%o starts nothing', async (composing) => {
    const lens = await showLens({ text: 'a', token: 3 });
    const sandbox = await show('qkv-sandbox');
    const term = await show('attn-term', { term: 'head' });
    const finder = await show('head-finder', { trace: parseTrace(dog), behaviour: 'sink' });
    const [chosen, weights] = [lens.selection, sandbox.weights];
    const shown = finder.results?.shown;
    for (const [host, selector, key] of [
      [lens, 'textarea', 'Enter'],
      [lens, 'textarea', 'Escape'],
      [lens, '.map [tabindex="0"]', 'Enter'],
      [lens, '.matrix [tabindex="0"]', 'Enter'],
      [finder, '[part=map] [tabindex="0"]', 'Enter'],
      [sandbox, '[data-handle=q]', 'ArrowRight'],
      [term, '.term', 'Enter'],
    ] as const) {
      const at = find(host, selector);
      at.focus();
      const isLeftAlone = at.dispatchEvent(
        new KeyboardEvent('keydown', {
          key,
          bubbles: true,
          composed: true,
          cancelable: true,
          ...composing,
        }),
      );
      expect(isLeftAlone, `${selector} ${key}`).toBe(true);
    }
    expect([engine.runs.length, engine.loads]).toEqual([0, 0]);
    expect(lens.selection).toEqual(chosen);
    expect(sandbox.weights).toEqual(weights);
    expect(finder.results?.shown).toEqual(shown);
    expect(seen).toEqual([]);
  });
});
