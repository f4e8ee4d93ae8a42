import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { parseTrace, type Trace } from '../../../runtime/trace/index.js';
import { randomTrace } from '../../../runtime/trace/testing/random-trace.js';
import { makeRamp, rampOffset } from '../../shared/ramp.js';
import {
  cell,
  cells,
  colourAt,
  DOG_2,
  eventually,
  find,
  inkRamp,
  longTrace,
  resetPage,
  said,
  sentence,
  show,
  showDog,
  showHead,
} from '../testing/lens.js';

resetPage();

/** Three tokens with more letters than a phone has room for. */
function longWords(): Trace {
  const trace = randomTrace({ queries: 3 });
  const tokens = ['a', 'b', 'c'].map((letter, id) => ({ id, text: letter.repeat(60) }));
  return Object.assign(trace, { tokens, keys: tokens });
}

describe('the matrix', () => {
  test('says every cell within .01 of the recording, and which are masked', async () => {
    const lens = await showDog();
    const weights = parseTrace(dog).attention(5, 5);
    expect(cells(lens, '.matrix')).toHaveLength(17 * 17);
    for (const [index, element] of cells(lens, '.matrix').entries()) {
      const [row, column] = [Math.floor(index / 17), index % 17];
      if (column > row) expect(element.ariaLabel).toMatch('masked, the future');
      else {
        const said = Number(/([\d.]+) %$/.exec(element.ariaLabel ?? '')?.[1]) / 100;
        expect(Math.abs(said - (weights[index] ?? 0))).toBeLessThan(0.01);
      }
    }
    expect(cell(lens, '.matrix', DOG_2, 2).ariaLabel).toBe('second dog reads on: 84.4 %');
  });

  test('paints each weight in the colour of the ramp, and the future in none', async () => {
    const lens = await showDog();
    lens.style.setProperty('--attn-ramp-from', 'rgb(255 255 255)');
    lens.style.setProperty('--attn-ramp-to', 'rgb(0 0 0)');
    const ramp = makeRamp([255, 255, 255], [0, 0, 0]);
    const canvas = find<HTMLCanvasElement>(lens, '.matrix canvas');
    const colourAt = (row: number, column: number) => {
      const [box, from] = [cell(lens, '.matrix', row, column), canvas].map((element) =>
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
    expect(cells(lens, '.matrix').filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    cell(lens, '.matrix', 0, 0).focus();
    await userEvent.keyboard('{Control>}{End}{/Control}{ArrowUp}{Home}{ArrowRight}');
    await lens.updateComplete;
    expect(sentence(lens)).toMatch(/^“crew” reads the first “dog” /);
    await userEvent.keyboard('{Enter}');
    expect(lens.token).toBe(15);
  });

  test('shows one cell under the pointer, and pins its row when clicked', async () => {
    const lens = await showDog();
    await userEvent.hover(cell(lens, '.matrix', DOG_2, 2));
    await lens.updateComplete;
    expect(sentence(lens)).toBe('The second “dog” reads “on” 84 %.');
    await userEvent.hover(cell(lens, '.matrix', 2, DOG_2));
    await lens.updateComplete;
    expect(sentence(lens)).toMatch('no token can read the future');
    await userEvent.click(cell(lens, '.matrix', DOG_2, 2));
    expect(lens.token).toBe(DOG_2);
  });

  test('keeps a window of a long text in the DOM, around the focus', async () => {
    const lens = await show({ trace: randomTrace({ queries: 64 }) });
    cell(lens, '.matrix', 0, 0).focus();
    await userEvent.keyboard('{Control>}{End}{/Control}');
    expect(cells(lens, '.matrix').length).toBeLessThanOrEqual(17 * 17);
    expect(find(lens, '.matrix [role=grid]').ariaRowCount).toBe('64');
    const focused = (lens.renderRoot as ShadowRoot).activeElement as HTMLElement;
    expect(focused.ariaLabel).toMatch(/^word63 reads word63: /);
  });

  test('looking around paints marks alone, never the cells', async () => {
    const lens = await showDog();
    const paints = vi.spyOn(OffscreenCanvasRenderingContext2D.prototype, 'putImageData');
    const before = colourAt(lens, '.matrix', 4, 2);
    await userEvent.hover(cell(lens, '.matrix', DOG_2, 2));
    await lens.updateComplete;
    await userEvent.hover(cell(lens, '.matrix', 12, 3));
    await lens.updateComplete;
    expect(paints).not.toHaveBeenCalled();
    expect(colourAt(lens, '.matrix', 4, 2)).toEqual(before);
    lens.head = 6;
    await lens.updateComplete;
    expect(paints).toHaveBeenCalled();
  });

  test('gives the number of the cell in focus and the sum of its row', async () => {
    const lens = await showDog();
    expect(said(lens, '.readout')).toBe('Point at a cell for its number.');
    await userEvent.hover(cell(lens, '.matrix', DOG_2, 2));
    await lens.updateComplete;
    expect(said(lens, '.readout')).toBe(
      'second dog → on: 84 % the row of second dog sums to 100 %',
    );
    Object.assign(lens, { ignoreFirst: true, token: 0 });
    await userEvent.hover(find(lens, 'h2'));
    await lens.updateComplete;
    expect(said(lens, '.readout')).toBe(
      'first token left out, rows scaled up to 100 % the row of The sums to 0 %',
    );
  });

  test('gives it to a finger too, until it taps elsewhere', async () => {
    const lens = await showHead({ trace: longTrace(40, 30, 4), layer: 0, head: 0 });
    const plot = find(lens, '.matrix .plot');
    const { x, y, width } = plot.getBoundingClientRect();
    const side = width / 40;
    plot.dispatchEvent(
      new PointerEvent('click', {
        pointerType: 'touch',
        detail: 1,
        clientX: x + 4.5 * side,
        clientY: y + 30.5 * side,
        bubbles: true,
      }),
    );
    await lens.updateComplete;
    expect(said(lens, '.readout')).toMatch(/^w30 → w4: 100 %/);
    expect(lens.token).toBe(30);
    (document.activeElement as HTMLElement).blur();
    await lens.updateComplete;
    expect(said(lens, '.readout')).toMatch(/^Point at a cell/);
  });

  test('keeps the number in sight where the tokens are too long for the line', async () => {
    const lens = await showHead({ trace: longWords(), layer: 0, head: 0 });
    lens.style.setProperty('width', '280px');
    await lens.updateComplete;
    await userEvent.hover(cell(lens, '.matrix', 2, 1));
    await lens.updateComplete;
    for (const number of lens.renderRoot.querySelectorAll('.readout b')) {
      expect(number.textContent).toMatch(/%$/);
      expect(number.getBoundingClientRect().right).toBeLessThanOrEqual(
        lens.getBoundingClientRect().right,
      );
      expect(number.getBoundingClientRect().width).toBeGreaterThan(20);
    }
  });

  test.each([280, 1000])(
    'stays where it is at %i px while the reader looks about',
    async (width) => {
      document.body.style.setProperty('width', `${width}px`);
      const lens = await showDog({ token: DOG_2 });
      const places = () =>
        ['.matrix .plot', '.map .plot', 'footer'].map((selector) => {
          const { x, y } = find(lens, selector).getBoundingClientRect();
          const { x: left, y: top } = lens.getBoundingClientRect();
          return [x - left, y - top];
        });
      const before = places();
      await userEvent.hover(cell(lens, '.map', 7, 12));
      await lens.updateComplete;
      expect(said(lens, '.previewed')).toBe('preview Layer 7, average');
      expect(places()).toEqual(before);
      await userEvent.hover(cell(lens, '.matrix', 12, 3));
      await lens.updateComplete;
      expect(places()).toEqual(before);
      await userEvent.hover(find(lens, '[data-index="3"]'));
      await lens.updateComplete;
      expect(places()).toEqual(before);
      lens.ignoreFirst = true;
      await lens.updateComplete;
      expect(places()).toEqual(before);
    },
  );

  test('of four thousand tokens shows each strong weight, however small its cell', async () => {
    const count = 4096;
    const trace = longTrace(count, 2000, 7);
    const lens = await showHead({ trace, layer: 0, head: 0 });
    inkRamp(lens);
    const canvas = find<HTMLCanvasElement>(lens, '.matrix canvas');
    expect(canvas.height).toBeLessThan(1500 * devicePixelRatio);
    await eventually(() => {
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const plot = find(lens, '.matrix .plot').getBoundingClientRect();
      const from = canvas.getBoundingClientRect();
      const scale = canvas.width / from.width;
      const x = Math.floor((plot.x - from.x + (plot.width * 7.5) / count) * scale);
      const y = Math.floor((plot.y - from.y + (plot.height * 2000.5) / count) * scale);
      const near = [-1, 0, 1].flatMap((dy) =>
        [-1, 0, 1].map((dx) => data[4 * ((y + dy) * canvas.width + x + dx)] ?? 255),
      );
      expect(Math.min(...near)).toBeLessThan(120);
    });
    expect(lens.renderRoot.querySelectorAll('.matrix [role=gridcell]').length).toBeLessThan(290);
  });
});
