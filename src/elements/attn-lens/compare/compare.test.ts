import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import {
  cell,
  DOG_2,
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

describe('comparing', () => {
  test('puts another head beside, with one hover for both', async () => {
    const lens = await showDog();
    await press(lens, '[part=compare]');
    expect(lens.compare).toBe('5.6');
    lens.compare = '4.11';
    await eventually(() => find(lens, '.matrix.second [role=gridcell]'));
    await userEvent.hover(cell(lens, '.matrix.second', DOG_2, 9));
    await lens.updateComplete;
    expect(said(lens, '.sentence')).toMatch('The second “dog” reads the second “the”');
    const sentences = [...lens.renderRoot.querySelectorAll('.sentence')];
    expect(sentences[1]?.textContent?.replace(/\s+/g, ' ').trim()).toBe(
      'The second “dog” reads the second “the” >99.9 %.',
    );
    const [first, second] = ['.first', '.second'].map((one) =>
      find(lens, one).getBoundingClientRect(),
    );
    if (lens.offsetWidth >= 700) expect(first?.top).toBe(second?.top);
    expect(await violations(lens)).toEqual([]);
    const pickers = [...lens.renderRoot.querySelectorAll('[data-which=head]')];
    await userEvent.selectOptions(pickers[1] as HTMLElement, '7');
    expect(lens.compare).toBe('4.7');
    await press(lens, '[part=close]');
    await lens.updateComplete;
    expect(lens.renderRoot.querySelector('.matrix.second')).toBe(null);
  });

  test('keeps the keyboard where it is, opened and closed', async () => {
    const lens = await showDog();
    const focused = () => (lens.renderRoot as ShadowRoot).activeElement?.getAttribute('part');
    for (const _ of ['first', 'again']) {
      find(lens, '[part=compare]').focus();
      await userEvent.keyboard('{Enter}');
      await eventually(() => expect(focused()).toBe('close'));
      await userEvent.keyboard('{Enter}');
      await eventually(() => expect(focused()).toBe('compare'));
      expect(lens.compare).toBe(null);
    }
  });

  test('puts the same head on another text beside, and follows the choice of a head', async () => {
    const lens = await showDog({ compare: '/traces/john-smith.json' });
    await eventually(() =>
      expect(cell(lens, '.matrix.second', 8, 2).ariaLabel).toBe('second Smith reads is: 73.9 %'),
    );
    lens.layer = 4;
    lens.head = 11;
    await lens.updateComplete;
    expect(cell(lens, '.matrix.second', 8, 7).ariaLabel).toMatch(/reads Fred: 9\d\.\d %/);
    await userEvent.hover(cell(lens, '.matrix.first', 16, 15));
    await lens.updateComplete;
    // Position 16 of the one text has no counterpart in the other.
    const readouts = [...lens.renderRoot.querySelectorAll('.readout')];
    expect(readouts[0]?.textContent).toMatch('. → crew: ');
    expect(readouts[1]?.textContent).toMatch('Point at a cell');
  });

  test('a longer text beside it has places that the first has not', async () => {
    const lens = await showHead({ src: '/traces/john-smith.json', compare: '/traces/dog.json' });
    await eventually(() => find(lens, '.matrix.second [role=gridcell]'));
    await userEvent.click(cell(lens, '.matrix.second', 16, 15));
    await lens.updateComplete;
    expect(lens.token).toBe(null);
    const [first, second] = [...lens.renderRoot.querySelectorAll('.sentence')];
    expect(first?.textContent).toMatch('Point at a token');
    expect(second?.textContent?.replace(/\s+/g, ' ')).toMatch(/“\.” reads “crew”/);
  });

  test('shows an average, the lines and the scores of the second head too', async () => {
    const lens = await showHead({
      src: '/traces/john-smith.json',
      layer: 5,
      head: 5,
      compare: '4.*',
      view: 'lines',
    });
    await eventually(() => find(lens, '.lines.second [role=gridcell]'));
    expect([...lens.renderRoot.querySelectorAll('[part=threshold]')]).toHaveLength(1);
    lens.view = 'matrix';
    lens.compare = '4.11';
    lens.stage = 'masked';
    await eventually(() =>
      expect(cell(lens, '.matrix.second', 8, 7).ariaLabel).toMatch(/: score −?[\d.]+$/),
    );
  });

  test('with a file that is not there says so, and keeps the first head', async () => {
    const lens = await showDog({ compare: '/traces/not-there.json' });
    await eventually(() => expect(said(lens, '.aside:not(:empty)')).toMatch('cannot be shown'));
    expect(cell(lens, '.matrix.first', DOG_2, 2).ariaLabel).toMatch('84.4 %');
    expect(lens.status).toBe('ready');
  });
});
