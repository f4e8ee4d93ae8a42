// cspell:ignore andere Aufmerksamkeit Köpfe liest

import axe from 'axe-core';
import { html, render } from 'lit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import './attn-term.js';

let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('main');
  document.body.append(page);
});

afterEach(() => page.remove());

async function show(content: unknown): Promise<HTMLElementTagNameMap['attn-term'][]> {
  render(content, page);
  const terms = [...page.querySelectorAll('attn-term')];
  for (const term of terms) await term.updateComplete;
  return terms;
}

async function showOne(content: unknown) {
  const [term] = await show(content);
  if (!term) throw new Error('There is no term.');
  const find = (part: string) => term.shadowRoot?.querySelector<HTMLElement>(`[part=${part}]`);
  return { term, word: find('term') as HTMLElement, note: find('note') as HTMLElement, find };
}

const sentence = html`<p>A layer has twelve <attn-term>heads</attn-term>, side by side.</p>`;

const isOpen = (note: HTMLElement) => note.matches(':popover-open');

function overlap(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

describe('axe finds nothing', () => {
  test.each(['light', 'dark'])('%s, closed and open', async (scheme) => {
    page.style.colorScheme = scheme;
    page.style.background = 'Canvas';
    page.style.color = 'CanvasText';
    const { term, word } = await showOne(sentence);
    expect((await axe.run(page)).violations).toEqual([]);
    word.click();
    await vi.waitUntil(() => term.matches(':state(open)'));
    expect((await axe.run(page)).violations).toEqual([]);
    page.removeAttribute('style');
  });
});

describe('what is said', () => {
  test('the word in the text is looked up, and stays as it was written', async () => {
    const { term, note } = await showOne(sentence);
    expect(page.textContent).toContain('twelve heads, side');
    expect(note.textContent).toContain('One unit of attention');
    expect(term.matches(':state(unknown)')).toBe(false);
  });

  test('a word that a framework has put there, with comments around it, is the same word', async () => {
    const { find } = await showOne(html`<attn-term>${'head'}<!-- not to be read --></attn-term>`);
    expect(find('name')?.textContent).toBe('Head');
  });

  test('`term` says which one it is where the word does not', async () => {
    const { find } = await showOne(html`<attn-term term="dot product">q·k</attn-term>`);
    expect(find('name')?.textContent).toBe('Dot product');
  });

  test('without a word the term is named', async () => {
    const { word } = await showOne(html`<attn-term term="softmax"></attn-term>`);
    expect(word.querySelector('slot')?.textContent).toBe('Softmax');
  });

  test('a page may say it in its own words', async () => {
    const { term, find } = await showOne(
      html`<attn-term>Aufmerksamkeit<span slot="definition">Wie ein Token andere liest.</span></attn-term>`,
    );
    expect(find('name')?.textContent).toBe('Aufmerksamkeit');
    const slot = term.shadowRoot?.querySelector<HTMLSlotElement>('slot[name=definition]');
    expect(slot?.assignedNodes()[0]?.textContent).toBe('Wie ein Token andere liest.');
  });

  test('an unknown word stays plain text, with one warning', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const [term] = await show(html`<attn-term>flux capacitor</attn-term>`);
    term?.requestUpdate();
    await term?.updateComplete;
    expect(term?.matches(':state(unknown)')).toBe(true);
    expect(term?.shadowRoot?.querySelector('[role=button]')).toBeNull();
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  test('another word or term is another note', async () => {
    const { term, find } = await showOne(html`<attn-term>key</attn-term>`);
    term.textContent = 'value';
    await vi.waitUntil(() => find('name')?.textContent === 'Value');
    term.term = 'query';
    await term.updateComplete;
    expect(find('name')?.textContent).toBe('Query');
  });
});

describe('opening', () => {
  test('rest the pointer on the word; go to the note and it stays; turn away and it closes', async () => {
    const { term, word, note } = await showOne(sentence);
    await userEvent.hover(word);
    await vi.waitUntil(() => isOpen(note));
    await userEvent.hover(note);
    expect(isOpen(note)).toBe(true);
    expect(term.matches(':state(open)')).toBe(true);
    const away = document.createElement('div');
    away.textContent = 'Elsewhere';
    away.style.cssText = 'position: fixed; right: 0; bottom: 0;';
    page.append(away);
    await userEvent.hover(away);
    await vi.waitUntil(() => !isOpen(note));
  });

  test('the tab key opens it, Escape closes it, Enter opens it again, and leaving closes it', async () => {
    const { word, note } = await showOne(
      html`<button>Before</button>${sentence}<button>After</button>`,
    );
    page.querySelector('button')?.focus();
    await userEvent.tab();
    await vi.waitUntil(() => isOpen(note));
    expect(word.ariaExpanded).toBe('true');
    await userEvent.keyboard('{Escape}');
    await vi.waitUntil(() => !isOpen(note));
    await vi.waitUntil(() => word.ariaExpanded === 'false');
    await userEvent.keyboard('{Enter}');
    await vi.waitUntil(() => isOpen(note));
    await userEvent.tab();
    await vi.waitUntil(() => !isOpen(note));
  });

  test('a tap opens it, and another one closes it', async () => {
    const { term, word, note } = await showOne(sentence);
    const tap = () => {
      word.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'touch' }));
      word.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch' }));
      word.click();
    };
    tap();
    await vi.waitUntil(() => term.matches(':state(open)'));
    // Nothing that a mouse does closes it.
    document.body.dispatchEvent(
      new PointerEvent('pointermove', { bubbles: true, clientX: 5000, clientY: 5000 }),
    );
    expect(isOpen(note)).toBe(true);
    tap();
    await vi.waitUntil(() => !isOpen(note));
  });

  test('one note at a time', async () => {
    const terms = await show(
      html`<p><attn-term>key</attn-term> and <attn-term>query</attn-term></p>`,
    );
    const notes = terms.map((term) => term.shadowRoot?.querySelector('.note') as HTMLElement);
    for (const term of terms) term.shadowRoot?.querySelector<HTMLElement>('.term')?.click();
    await vi.waitUntil(
      () => terms[1]?.matches(':state(open)') && !terms[0]?.matches(':state(open)'),
    );
    expect(notes.map(isOpen)).toEqual([false, true]);
  });

  test('it does not lie over its paragraph', async () => {
    const long = 'and so on '.repeat(60);
    const { word, note } = await showOne(html`<p>${long}<attn-term>heads</attn-term> ${long}</p>`);
    word.click();
    const paragraph = page.querySelector('p') as HTMLElement;
    expect(overlap(note.getBoundingClientRect(), paragraph.getBoundingClientRect())).toBe(false);
  });

  test('it goes along when the page is scrolled, and closes when its word is gone', async () => {
    const { word, note } = await showOne(html`${sentence}<div></div>`);
    (page.querySelector('div') as HTMLElement).style.height = '4000px';
    word.click();
    const before = note.getBoundingClientRect().top - word.getBoundingClientRect().top;
    window.scrollBy(0, 10);
    await vi.waitUntil(
      () => note.getBoundingClientRect().top - word.getBoundingClientRect().top === before,
    );
    window.scrollBy(0, 3000);
    await vi.waitUntil(() => !isOpen(note));
    window.scrollTo(0, 0);
  });

  test('it waits for a word that the browser has yet to scroll to', async () => {
    const { word, note } = await showOne(html`<div></div>${sentence}<div></div>`);
    for (const div of page.querySelectorAll('div')) div.style.height = '4000px';
    word.click();
    expect(isOpen(note)).toBe(true);
    window.scrollBy(0, 10);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    expect(isOpen(note)).toBe(true);
    word.scrollIntoView({ block: 'center' });
    const between = () =>
      Math.max(
        note.getBoundingClientRect().top - word.getBoundingClientRect().bottom,
        word.getBoundingClientRect().top - note.getBoundingClientRect().bottom,
      );
    await vi.waitUntil(() => between() >= 0 && between() < 60);
    window.scrollTo(0, 0);
    await vi.waitUntil(() => !isOpen(note));
  });
});

test('added and removed a hundred times, open, it leaves no listener on the page', async () => {
  const added = vi.spyOn(document, 'addEventListener');
  const removed = vi.spyOn(document, 'removeEventListener');
  for (let time = 0; time < 100; time++) {
    const { term, word } = await showOne(html`<attn-term>key</attn-term>`);
    word.click();
    term.remove();
    render(html``, page);
  }
  const moves = (spy: { mock: { calls: unknown[][] } }) =>
    spy.mock.calls.filter(([type]) => type === 'pointermove').length;
  expect(moves(added)).toBeGreaterThan(0);
  expect(moves(removed)).toBeGreaterThanOrEqual(moves(added));
  added.mockRestore();
  removed.mockRestore();
});

test('a browser that translates the page leaves the note, wherever the element goes', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const { term, find } = await showOne(sentence);
  // What Google Translate does.
  const font = document.createElement('font');
  font.append(Object.assign(document.createElement('font'), { textContent: 'Köpfe' }));
  term.firstChild?.replaceWith(font);
  for (const change of [
    () => {},
    () => page.append(term),
    () => {
      term.textContent = 'Köpfe';
    },
    () => {
      document.documentElement.lang = 'de';
    },
  ]) {
    change();
    // Slots tell of a change after the turn.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await term.updateComplete;
    expect(find('name')?.textContent).toBe('Head');
    expect(term.matches(':state(unknown)')).toBe(false);
  }
  document.documentElement.lang = 'en';
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
