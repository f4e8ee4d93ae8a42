// The keyboard on the plane and on its way through the card.

import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { SandboxNumbers } from './events.js';
import { at, coordinates, find, handle, press, resetPage, show } from './testing/sandbox.js';

resetPage();

describe('the keyboard', () => {
  test.each(['ltr', 'rtl'])(
    'moves every object, says its coordinates, and the page hears all numbers: %s',
    async (dir) => {
      document.body.dir = dir;
      const sandbox = await show({ tokens: '6' });
      const ids = [
        'q',
        ...[1, 2, 3, 4, 5, 6].map((n) => `k${n}`),
        ...[1, 2, 3, 4, 5, 6].map((n) => `v${n}`),
      ];
      const heard: SandboxNumbers[] = [];
      sandbox.addEventListener('attn-change', ({ numbers }) => heard.push(numbers));
      for (const id of ids) {
        const [x, y] = coordinates(sandbox, id);
        await press(sandbox, id, '{ArrowRight}{ArrowDown}');
        expect(coordinates(sandbox, id)).toEqual([
          Math.round(100 * (x + 0.05)) / 100 || 0,
          Math.round(100 * (y - 0.05)) / 100 || 0,
        ]);
      }
      expect(heard).toHaveLength(2 * ids.length);
      expect(heard.at(-1)).toMatchObject({ scene: sandbox.scene, weights: sandbox.weights });
      expect(handle(sandbox, 'q').ariaLabel).toBe('query q');
      expect(handle(sandbox, 'k2').ariaLabel).toBe('key k2');
    },
  );

  test('with Shift goes far, with Alt turns and stretches', async () => {
    const sandbox = await show();
    await press(sandbox, 'q', '{Shift>}{ArrowLeft}{/Shift}');
    expect(at(sandbox, 'q')).toBe('0.50, 0.50');
    const length = () => Math.hypot(...sandbox.scene.query);
    const angle = () => Math.atan2(sandbox.scene.query[1], sandbox.scene.query[0]);
    const [before, from] = [length(), angle()];
    await press(sandbox, 'q', '{Alt>}{ArrowLeft}{/Alt}');
    expect(length()).toBeCloseTo(before, 9);
    expect(angle() - from).toBeCloseTo(Math.PI / 36, 9);
    await press(sandbox, 'q', '{Alt>}{ArrowUp}{ArrowUp}{/Alt}');
    expect(length() / before).toBeCloseTo(1.05 ** 2, 9);
    expect(angle() - from).toBeCloseTo(Math.PI / 36, 9);
  });

  test('brings nothing out of reach', async () => {
    const sandbox = await show();
    await press(sandbox, 'v1', '{Shift>}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{/Shift}');
    expect(at(sandbox, 'v1')).toBe('1.50, −0.70');
    for (let i = 0; i < 30; i++) await press(sandbox, 'q', '{Alt>}{Shift>}{ArrowUp}{/Shift}{/Alt}');
    expect(Math.max(...sandbox.scene.query.map(Math.abs))).toBeCloseTo(1.5, 9);
    expect(sandbox.scene.query[1] / sandbox.scene.query[0]).toBeCloseTo(0.5, 9);
    const frame = find(sandbox, '.frame').getBoundingClientRect();
    for (const id of ['q', 'v1']) {
      const box = (handle(sandbox, id).querySelector('circle') as Element).getBoundingClientRect();
      expect(box.left).toBeGreaterThanOrEqual(frame.left);
      expect(box.right).toBeLessThanOrEqual(frame.right);
    }
  });

  test.each(['ltr', 'rtl'])('arrows point where they point on the screen: %s', async (dir) => {
    document.body.dir = dir;
    const sandbox = await show();
    const x = () =>
      (handle(sandbox, 'q').querySelector('circle') as Element).getBoundingClientRect().x;
    const before = x();
    await press(sandbox, 'q', '{ArrowRight}');
    expect(at(sandbox, 'q')).toBe('1.05, 0.50');
    expect(x()).toBeGreaterThan(before);
  });

  test('tours the card in the order it is read', async () => {
    const sandbox = await show({ causal: '' });
    const names: string[] = [];
    for (let stop = 0; stop < 26; stop++) {
      await userEvent.keyboard('{Tab}');
      const focused = (sandbox.renderRoot as ShadowRoot).activeElement as HTMLElement | null;
      const { id, ariaLabel, dataset, textContent } = focused ?? {};
      names.push(ariaLabel || id || dataset?.which || textContent?.trim() || '');
    }
    expect(names).toEqual([
      ...['Take it from GPT-2 …', 'Reset'],
      ...['query q', 'key k1', 'key k2', 'key k3', 'value v1', 'value v2', 'value v3'],
      ...['Name of token 1', 'Name of token 2', 'Name of token 3', 'scale'],
      ...['Start', 'Aim at k2', 'Two equal keys', 'Opposite key', 'All alike', 'Saturated'],
      ...['A value far out', 'Dimension 2 → 512'],
      ...['One token less', 'One token more', 'causal', 'position', 'PNG'],
    ]);
  });
});
