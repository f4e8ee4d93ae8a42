// The dial of the scale, and the plot beside it.

import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { find, resetPage, setRange, show, text } from './testing/sandbox.js';

resetPage();

describe('the dial', () => {
  test('goes from one-hot to the average, and says where it is', async () => {
    const sandbox = await show();
    await setRange(sandbox, 'scale', -5);
    expect(text(sandbox, '.badge')).toBe('weights 1.00 / 0.00 / 0.00');
    expect(text(sandbox, '.dial label')).toBe('scale 0.04, sharper than √2');
    await setRange(sandbox, 'scale', 5);
    expect(text(sandbox, '.badge')).toBe('weights 0.34 / 0.33 / 0.33');
    find(sandbox, '#scale').focus();
    await setRange(sandbox, 'scale', 0.05);
    await userEvent.keyboard('{ArrowLeft}');
    await sandbox.updateComplete;
    expect(sandbox.numbers.scale).toBe(Math.SQRT2);
  });

  test('has a plot whose curves are the closed forms to 1e-6, and whose line is where the scale is', async () => {
    const sandbox = await show({ tokens: '6' });
    const { scores } = sandbox.numbers;
    const curves = [
      ...sandbox.renderRoot.querySelectorAll('.plot path:is(.weight, .gradient):not(.dot)'),
    ].map((path) =>
      [...(path.getAttribute('d') ?? '').matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => ({
        scale: Math.SQRT2 * 2 ** (Number(x) / 100 - 5),
        share: 1 - Number(y) / 100,
      })),
    );
    const gradient = curves.pop() ?? [];
    expect(curves).toHaveLength(6);
    expect(gradient).toHaveLength(101);
    const weightAt = (key: number, s: number) =>
      1 / scores.reduce((sum, score) => sum + Math.exp((score - (scores[key] ?? 0)) / s), 0);
    curves.forEach((curve, key) => {
      for (const { scale, share } of curve)
        expect(Math.abs(share - weightAt(key, scale))).toBeLessThan(1e-6);
    });
    const norms = gradient.map(({ scale }) => {
      const w = scores.map((_, key) => weightAt(key, scale));
      const squares = w.flatMap((a, i) => w.map((b, j) => ((i === j ? a : 0) - a * b) ** 2));
      return Math.sqrt(squares.reduce((sum, square) => sum + square)) / scale;
    });
    const peak = Math.max(...norms);
    gradient.forEach(({ share }, at) => {
      expect(Math.abs(share - (norms[at] ?? 9) / peak)).toBeLessThan(1e-6);
    });
    await setRange(sandbox, 'scale', 2.5);
    expect(find(sandbox, '.plot .now').getAttribute('d')).toMatch(/^M750/);
    expect(text(sandbox, '.plot figcaption')).toMatch(/gradient 0\.\d+, at most 3\.89$/);
  });

  test('of two keys has its peak where the difference of the scores is 1.5434 times the scale', async () => {
    const sandbox = await show();
    for (const difference of [0.7, 2, 5]) {
      sandbox.scene = { query: [1, 0], tokens: [{ key: [difference, 0] }, { key: [0, 1] }] };
      await sandbox.updateComplete;
      const path = find(sandbox, '.plot .gradient:not(.dot)').getAttribute('d') ?? '';
      const levels = path
        .split(/[ML]/)
        .slice(1)
        .map((point) => Number(point.split(' ')[1]));
      const scale = Math.SQRT2 * 2 ** (levels.indexOf(Math.min(...levels)) / 10 - 5);
      // The samples are a tenth of an octave apart.
      expect(Math.abs(Math.log2(difference / 1.5434 / scale))).toBeLessThanOrEqual(0.05);
    }
  });

  test('says that no gradient is left, at any scale', async () => {
    const sandbox = await show();
    sandbox.scene = { query: [-1e6, 1e6], tokens: [{ key: [1e6, 1e6] }, { key: [1, 1e6] }] };
    await sandbox.updateComplete;
    expect(text(sandbox, '.plot figcaption')).toMatch(/gradient 0\.00, at most 0\.00$/);
  });
});
