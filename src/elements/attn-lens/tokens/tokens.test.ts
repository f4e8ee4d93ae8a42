import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { cell, chip, DOG_2, find, resetPage, sentence, showDog } from '../testing/lens.js';

resetPage();

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
    expect(cell(lens, '.matrix', 8, 7).ariaLabel).toMatch(/: 99\.\d %$/);
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
