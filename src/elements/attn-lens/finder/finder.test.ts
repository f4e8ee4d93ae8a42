import { describe, expect, test, vi } from 'vitest';
import { FAMOUS } from '../../../runtime/heads/index.js';
import { randomTrace } from '../../../runtime/trace/testing/random-trace.js';
import {
  cell,
  evenTrace,
  eventually,
  find,
  press,
  resetPage,
  said,
  showDog,
  showHead,
  violations,
} from '../testing/lens.js';

resetPage();

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
    const lens = await showHead({ trace, layer: 0, head: 0, finder: 'sink' });
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
    const lens = await showHead({ trace: randomTrace({ queries: 1 }), finder: 'previous' });
    await eventually(() =>
      expect(said(lens, '.finding')).toBe('A text of one token has no token before another.'),
    );
    lens.hide = 'finder';
    await lens.updateComplete;
    expect(lens.renderRoot.querySelector('.finder')).toBe(null);
  });
});
