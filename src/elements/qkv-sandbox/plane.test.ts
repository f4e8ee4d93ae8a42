// The plane: its names, its size, and what is drawn on it.

import { describe, expect, test } from 'vitest';
import type { QkvSandbox } from './qkv-sandbox.js';
import { at, eventually, find, handle, press, resetPage, show } from './testing/sandbox.js';

resetPage();

describe('names on the plane', () => {
  const boxes = (sandbox: QkvSandbox, selector: string) =>
    [...sandbox.renderRoot.querySelectorAll<SVGGraphicsElement>(selector)].map((element) => ({
      name: element.textContent,
      box: element.getBBox(),
    }));
  /** Shrunk, for the box of a text is taller than its letters. */
  const meet = (a: DOMRect, b: DOMRect) =>
    a.x + 1 < b.x + b.width &&
    b.x + 1 < a.x + a.width &&
    a.y + 4 < b.y + b.height - 4 &&
    b.y + 4 < a.y + a.height - 4;

  test.each([
    ['six tokens', { tokens: '6' }],
    ['six tokens, masked', { tokens: '6', causal: '' }],
    ['long names', { tokens: 'the antidisestablishmentarianism sat on' }],
  ])('cover neither each other nor a diamond, and are whole: %s', async (_, attributes) => {
    for (const width of [340, 680, 1100]) {
      document.body.style.width = `${width}px`;
      const sandbox = await show(attributes as Record<string, string>);
      await eventually(() => {
        const { viewBox, clientWidth } = find<SVGSVGElement>(sandbox, 'svg.plane');
        expect(viewBox.baseVal.width).toBe(Math.round(clientWidth));
      });
      const { width: across, height: down } = find<SVGSVGElement>(sandbox, 'svg.plane').viewBox
        .baseVal;
      const names = boxes(sandbox, '.handle text, .out text');
      const covered = names.flatMap(({ name, box }, index) =>
        [...names.slice(index + 1), ...boxes(sandbox, '.diamond, .out path')]
          .filter((other) => meet(box, other.box))
          .map((other) => `${name} × ${other.name || 'a diamond'} at ${width}`),
      );
      expect(covered).toEqual([]);
      for (const { name, box } of [...names, ...boxes(sandbox, '.tick')]) {
        expect([
          name,
          box.x >= 0,
          box.y >= -3,
          box.x + box.width <= across,
          box.y + box.height <= down + 3,
        ]).toEqual([name, true, true, true, true]);
      }
      sandbox.remove();
    }
  });

  test('of real keys stand each at its own arrow', async () => {
    document.body.style.width = '1180px';
    const sandbox = await show();
    await sandbox.takeFromGpt2({ layer: 5, head: 5, token: 8 });
    await sandbox.updateComplete;
    await eventually(() => {
      const { viewBox, clientWidth } = find<SVGSVGElement>(sandbox, 'svg.plane');
      expect(viewBox.baseVal.width).toBe(Math.round(clientWidth));
    });
    const tips = [...sandbox.renderRoot.querySelectorAll('.handle.key')].map((key) => ({
      label: (key.querySelector('text') as SVGTextElement).getBBox(),
      tip: (key.querySelector('circle') as SVGCircleElement).getBBox(),
    }));
    const middle = ({ x, y, width, height }: DOMRect): [number, number] => [
      x + width / 2,
      y + height / 2,
    ];
    tips.forEach(({ label }, index) => {
      const [x, y] = middle(label);
      const distances = tips.map(({ tip }) => Math.hypot(x - middle(tip)[0], y - middle(tip)[1]));
      expect(distances.indexOf(Math.min(...distances))).toBe(index);
    });
  });
});

describe('the plane', () => {
  test.each([300, 600, 690, 900])(
    'fills its column, %i px wide, and again after the card was moved',
    async (width) => {
      document.body.style.width = `${width}px`;
      const sandbox = await show();
      const whole = () => {
        const svg = find<SVGSVGElement>(sandbox, 'svg.plane');
        const [column] = getComputedStyle(find(sandbox, '.main')).gridTemplateColumns.split(' ');
        expect(svg.clientWidth).toBeCloseTo(Number.parseFloat(column ?? ''), 0);
        expect(svg.viewBox.baseVal.width).toBe(Math.round(svg.clientWidth));
      };
      await eventually(whole);
      const column = document.createElement('div');
      column.style.width = `${width - 40}px`;
      document.body.append(column);
      column.append(sandbox);
      await eventually(whole);
    },
  );

  test('draws small vectors large, and the keyboard still moves them by what is written', async () => {
    const sandbox = await show();
    sandbox.scene = {
      query: [0.02, 0.01],
      tokens: [
        { key: [0.03, 0], value: [0.1, 0.05] },
        { key: [0, 0.02], value: [-0.08, 0.02] },
      ],
    };
    await sandbox.updateComplete;
    await press(sandbox, 'q', '{ArrowLeft}{ArrowDown}{ArrowDown}');
    expect(at(sandbox, 'q')).toBe('0.01, −0.01');
    expect(handle(sandbox, 'q').ariaValueMax).toBe('0.3');
  });
});
