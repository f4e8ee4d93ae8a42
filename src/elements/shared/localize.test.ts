// cspell:ignore Aufmerksamkeitslinse dritten erster gelesen Kopf Köpfe liest Linse Meine Montrez Schicht steht Stelle stärksten Vorgänger wird Ziehen zielen zweite zweites

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../runtime/trace/index.js';
import '../attn-lens/attn-lens.js';
import '../head-finder/head-finder.js';
import '../qkv-sandbox/qkv-sandbox.js';
import { defineWords, registerWords, withLanguageOf } from './localize.js';

const page = document.documentElement;
let before: string;

beforeEach(() => {
  before = page.lang;
  page.lang = 'en';
});

afterEach(() => {
  page.lang = before;
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

async function show(markup: string): Promise<HTMLElement[]> {
  document.body.innerHTML = markup;
  const lenses = [...document.querySelectorAll('attn-lens')];
  for (const lens of lenses) Object.assign(lens, { trace: parseTrace(dog), layer: 5, head: 5 });
  await Promise.all(lenses.map((lens) => lens.updateComplete));
  return lenses;
}

const inside = (element: Element | null | undefined, selector: string) =>
  element?.shadowRoot?.querySelector(selector) as HTMLElement;
const said = (element: Element | null | undefined, selector: string) =>
  inside(element, selector)?.textContent?.replace(/\s+/g, ' ').trim();

describe('an element speaks the language of the place it stands in', () => {
  test('its own, that of what is around it, or that of the page; two on one page need not agree', async () => {
    const [german, english] = await show(
      '<div lang="de-AT"><attn-lens token="10"></attn-lens></div><attn-lens token="10"></attn-lens>',
    );
    await expect
      .poll(() => said(german, '.sentence'))
      .toBe(
        'Das zweite „dog“ liest zu 84 % „on“. Am stärksten gelesen wird es vom dritten „the“, zu 7,1 %.',
      );
    expect(said(english, '.sentence')).toMatch('The second “dog” reads “on” 84 %.');
    expect(inside(german, '.card').lang).toBe('de');
    expect(inside(english, '.card').lang).toBe('en');
    page.lang = 'de';
    await expect.poll(() => said(english, 'h2')).toBe('Aufmerksamkeitslinse');
  });

  test('also for the ear, when a cell is reached with the keyboard', async () => {
    const [lens] = await show('<attn-lens lang="de"></attn-lens>');
    const map = () => inside(lens, '.map [aria-rowindex="6"] [aria-colindex="2"]');
    await expect.poll(() => map().ariaLabel).toMatch('Schicht 5, Kopf 1');
    const cell = () => inside(lens, '.matrix [aria-rowindex="11"] [aria-colindex="3"]');
    expect(cell().ariaLabel).toBe('zweites dog liest on: 84,4 %');
    cell().focus();
    expect(cell().ariaLabel).toBe('zweites dog liest on: 84,4 %');
  });

  test('across the border of a shadow root', async () => {
    document.body.innerHTML = '<div lang="de"></div>';
    const root = (document.body.firstElementChild as HTMLElement).attachShadow({ mode: 'open' });
    root.innerHTML = '<attn-lens></attn-lens>';
    await expect.poll(() => said(root.firstElementChild, 'h2')).toBe('Aufmerksamkeitslinse');
  });

  test('finder and sandbox as well as the lens', async () => {
    await show(
      '<div lang="de"><head-finder for="l" behaviour="previous"></head-finder><attn-lens id="l"></attn-lens><qkv-sandbox></qkv-sandbox></div>',
    );
    const [finder, sandbox] = ['head-finder', 'qkv-sandbox'].map((tag) =>
      document.querySelector(tag),
    );
    await expect
      .poll(() => said(finder, '.verdict'))
      .toMatch(/^4\.11 steht an erster Stelle: Vorgänger-Kopf/);
    await expect.poll(() => said(sandbox, '.hint')).toMatch('Ziehen Sie q');
    expect(said(sandbox, '[data-value=aim]')).toBe('Auf k2 zielen');
  });

  test('in English where it has no words of that language, and says so to assistive technology', async () => {
    const [lens] = await show('<attn-lens lang="ja"></attn-lens>');
    expect(said(lens, 'h2')).toBe('Attention lens');
    expect(inside(lens, '.card').lang).toBe('en');
  });
});

describe('words from outside', () => {
  test('replace some of a language, and bring another one, on elements that are there already', async () => {
    const [french, german] = await show(
      '<attn-lens lang="fr-CA"></attn-lens><attn-lens lang="de"></attn-lens>',
    );
    await expect.poll(() => said(german, 'h2')).toBe('Aufmerksamkeitslinse');
    registerWords('attn-lens', 'fr', {
      words: { lang: 'fr', title: 'Loupe d’attention', decimalMark: ',' },
      phrases: { invite: () => ['Montrez un token.'] },
    });
    registerWords('attn-lens', 'de', { words: { title: 'Meine Linse' } });
    await expect.poll(() => said(french, 'h2')).toBe('Loupe d’attention');
    expect(said(french, '.sentence')).toBe('Montrez un token.');
    // What was left out stays English, and German what it was.
    expect(said(french, '.panes h3')).toBe('All 144 heads');
    expect(said(german, 'h2')).toBe('Meine Linse');
    expect(said(german, '.panes h3')).toBe('Alle 144 Köpfe');
  });
});

describe('a vocabulary', () => {
  const at = <R>(lang: string, work: () => R) =>
    withLanguageOf(Object.assign(document.createElement('p'), { lang }), work);

  test('fetches a language once, when it is first spoken', async () => {
    const load = vi.fn(async () => ({ words: { yes: 'ja' } }));
    const { words } = defineWords('test-once', { words: { yes: 'yes', no: 'no' } }, { de: load });
    expect(at('en', () => words.yes)).toBe('yes');
    expect(load).not.toHaveBeenCalled();
    expect(at('de', () => words.yes)).toBe('yes');
    await vi.waitFor(() => expect(at('de', () => words.yes)).toBe('ja'));
    expect(at('de-CH', () => [words.yes, words.no])).toEqual(['ja', 'no']);
    expect(load).toHaveBeenCalledTimes(1);
  });

  test('whose language cannot be fetched stays English and says so once', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const load = () => Promise.reject(new Error('offline'));
    const { words } = defineWords('test-offline', { words: { yes: 'yes' } }, { de: load });
    expect(at('de', () => words.yes)).toBe('yes');
    await vi.waitFor(() => expect(warned).toHaveBeenCalled());
    expect(at('de', () => words.yes)).toBe('yes');
    expect(warned).toHaveBeenCalledTimes(1);
  });

  test('gives the closest words: of de-CH, then of de, then English', () => {
    const { words } = defineWords('test-close', { words: { a: 'A', b: 'B', c: 'C' } });
    registerWords('test-close', 'de', { words: { a: 'a-de', b: 'b-de' } });
    registerWords('test-close', 'de-CH', { words: { a: 'a-ch' } });
    expect(at('de-CH', () => [words.a, words.b, words.c])).toEqual(['a-ch', 'b-de', 'C']);
    expect(at('de', () => [words.a, words.b, words.c])).toEqual(['a-de', 'b-de', 'C']);
  });
});
