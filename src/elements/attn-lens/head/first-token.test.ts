import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import caption from '../../../../traces/caption-and-picture.json' with { type: 'json' };
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { ignoreFirstKey, parseTrace } from '../../../runtime/trace/index.js';
import {
  cell,
  cells,
  colourAt,
  DOG_2,
  eventually,
  find,
  inkRamp,
  press,
  resetPage,
  said,
  sentence,
  showDog,
  showHead,
} from '../testing/lens.js';

resetPage();

describe('ignoring the first token', () => {
  test('rescales every row and says so', async () => {
    const lens = await showDog({ token: DOG_2 });
    await userEvent.click(find(lens, '[role=switch]'));
    await lens.updateComplete;
    expect(lens.ignoreFirst).toBe(true);
    expect(sentence(lens)).toMatch('The second “dog” reads “on” 95 %.');
    expect(find(lens, '.panes').textContent).toMatch('first token left out');
    for (let row = 1; row < 17; row++) {
      const said = cells(lens, '.matrix')
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

describe('without the first token', () => {
  test('every row of every head except the first sums to 1', () => {
    const trace = parseTrace(dog);
    for (let layer = 0; layer < 12; layer++) {
      for (let head = 0; head < 12; head++) {
        const weights = ignoreFirstKey(trace.attention(layer, head), trace.shape);
        for (let query = 0; query < 17; query++) {
          const sum = weights
            .subarray(query * 17, (query + 1) * 17)
            .reduce((all, one) => all + one, 0);
          expect(sum).toBeCloseTo(query === 0 ? 0 : 1, 5);
        }
      }
    }
  });

  test('the first row says why it is empty', async () => {
    const lens = await showDog({ token: 0, ignoreFirst: true });
    expect(said(lens, '.sentence')).toMatch('reads only the first token, which is left out');
  });

  test('its column says so, in the picture, in speech and in the table, rather than being nothing', async () => {
    const lens = await showDog({ token: DOG_2 });
    inkRamp(lens);
    await eventually(() => expect(colourAt(lens, '.matrix', 4, 0)[0]).toBeLessThan(60));
    lens.ignoreFirst = true;
    lens.style.setProperty('--attn-soft', 'rgb(0 255 0)');
    lens.style.setProperty('--attn-line', 'rgb(0 255 0)');
    await eventually(() => expect(colourAt(lens, '.matrix', 4, 0)).toEqual([0, 255, 0, 255]));
    expect(cell(lens, '.matrix', 4, 0).ariaLabel).toBe('ship reads The, which is left out: 0 %');
    await press(lens, '[part=numbers] summary');
    await eventually(() => expect(said(lens, 'tbody tr')).toBe('0 The – –'));
    await userEvent.hover(cell(lens, '.matrix', 4, 0));
    await lens.updateComplete;
    expect(said(lens, '.sentence')).toMatch('The first token, “The”, is left out');
    expect(said(lens, '.readout')).toMatch('ship → The: left out');
  });

  test('a key of another text that is left out is not said to be read by no one', async () => {
    const lens = await showHead({ trace: parseTrace(caption), ignoreFirst: true });
    await userEvent.hover(find(lens, '[data-side=key] [data-index="0"]'));
    await lens.updateComplete;
    expect(said(lens, '.sentence')).toMatch('is left out');
  });
});
