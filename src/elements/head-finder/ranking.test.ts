import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { parseTrace, Trace } from '../../runtime/trace/index.js';
import { randomTrace } from '../../runtime/trace/testing/random-trace.js';
import { addFinder, addLens, find, resetPage, said } from './testing/finder.js';

resetPage();

describe('the ranking of all heads', () => {
  test('is a map coloured by score, walked with the keyboard', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'previous' });
    const cell = (layer: number, head: number) =>
      find(finder, `.plot [aria-rowindex="${layer + 1}"] [aria-colindex="${head + 1}"]`);
    expect(cell(4, 11).ariaLabel).toBe('layer 4, head 11: score >.99, place 1 of 144');
    expect(cell(4, 11).ariaSelected).toBe('true');
    expect(getComputedStyle(cell(4, 11)).backgroundColor).not.toBe(
      getComputedStyle(cell(5, 1)).backgroundColor,
    );
    cell(4, 11).focus();
    await userEvent.keyboard('{ArrowLeft}{Enter}');
    await finder.updateComplete;
    expect(finder.results?.shown).toMatchObject({ layer: 4, head: 10 });
  });

  test('is a map of every head of a model with more layers than any GPT-2', async () => {
    const trace = randomTrace({ queries: 4, layers: 60, heads: 52 });
    const finder = await addFinder({ trace, behaviour: 'previous' });
    expect(finder.renderRoot.querySelectorAll('.plot [role=gridcell]')).toHaveLength(60 * 52);
    for (const { layer, head, score } of [...(finder.results?.ranking ?? [])].slice(0, 50)) {
      const cell = find(finder, `[aria-rowindex="${layer + 1}"] [aria-colindex="${head + 1}"]`);
      expect(cell.style.getPropertyValue('--score')).toBe(score.toFixed(3));
    }
  });

  test('is cut where a model has more heads than a page can draw, and whole in the file', async () => {
    const { text, tokens, causal, provenance, model } = randomTrace({ queries: 3 });
    const huge = new Trace(
      { model: { ...model, layers: 256, heads: 256 }, text, tokens, causal, provenance },
      () => new Float32Array([1, 0, 0, 0.5, 0.5, 0, 0.2, 0.3, 0.5]),
    );
    const finder = await addFinder({ trace: huge, behaviour: 'previous' });
    expect(finder.results?.ranking).toHaveLength(65_536);
    expect(finder.renderRoot.querySelector('.map')).toBe(null);
    find(finder, 'summary').click();
    await vi.waitFor(() => find(finder, 'table'));
    expect(said(finder, 'details p')).toBe('4800 of 65536 heads; the file has all.');
    expect(finder.renderRoot.querySelectorAll('tbody tr')).toHaveLength(4800);
  });

  test('is a table that sorts both ways', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'previous' });
    find(finder, 'summary').click();
    await vi.waitFor(() => find(finder, 'table'));
    const heads = () =>
      [...finder.renderRoot.querySelectorAll('tbody th')].map((head) => head.textContent?.trim());
    expect(heads()).toHaveLength(144);
    expect(heads()[0]).toBe('4.11');
    await userEvent.click(find(finder, '[data-sort=head]'));
    await finder.updateComplete;
    expect(heads().slice(0, 2)).toEqual(['0.0', '0.1']);
    await userEvent.click(find(finder, '[data-sort=head]'));
    await finder.updateComplete;
    expect(heads()[0]).toBe('11.11');
    expect(find(finder, '[aria-sort=descending]').textContent?.trim()).toBe('head');
    await userEvent.click(find(finder, '[data-sort=score]'));
    await finder.updateComplete;
    expect(said(finder, '[aria-sort=descending]')).toBe('score');
    expect(heads()[0]).toBe('4.11');
    // .9997 of 1, and no more than that.
    expect(said(finder, 'tbody td:last-child')).toBe('>.999');
    await userEvent.click(find(finder, '[data-sort=score]'));
    await finder.updateComplete;
    expect(said(finder, '[aria-sort=ascending]')).toBe('score');
    expect(heads().at(-1)).toBe('4.11');
  });

  test('shows a head of the table, of which one is a tab stop and arrows walk to the others', async () => {
    const lens = await addLens();
    const finder = await addFinder({ behaviour: 'previous' });
    find(finder, 'summary').click();
    await vi.waitFor(() => find(finder, 'table'));
    expect(finder.renderRoot.querySelectorAll('tbody [tabindex="0"]')).toHaveLength(1);
    find(finder, 'tbody [tabindex="0"]').focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await finder.updateComplete;
    expect(finder.results?.shown).toMatchObject({ layer: 3, head: 2, place: 3 });
    expect(lens).toMatchObject({ layer: 3, head: 2 });
    expect(said(finder, '[aria-current=true] th')).toBe('3.2');
    await userEvent.keyboard('{End}{Home}{ArrowUp}{Enter}');
    await finder.updateComplete;
    expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 });
  });

  test('says the score of the head under the pointer', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'previous' });
    expect(said(finder, '.readout')).toBe('');
    await userEvent.hover(find(finder, '.plot [aria-rowindex="5"] [aria-colindex="12"]'));
    expect(said(finder, '.readout')).toBe('layer 4, head 11: score >.99, place 1 of 144');
    await userEvent.hover(find(finder, '.verdict'));
    expect(said(finder, '.readout')).toBe('');
  });

  test('is downloaded as CSV', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'previous' });
    find(finder, 'summary').click();
    let blob: Blob | undefined;
    vi.spyOn(URL, 'createObjectURL').mockImplementation((made) => {
      blob = made as Blob;
      return 'blob:none';
    });
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
    await userEvent.click(find(finder, '[part=csv]'));
    expect((await blob?.text())?.split('\r\n')[1]).toMatch(/^1,4,11,0\.99/);
  });
});
