// The scenes to start from, and the controls of tokens and mask.

import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { button, click, find, handle, press, resetPage, show, text } from './testing/sandbox.js';

resetPage();

describe('presets', () => {
  type Three = [a: number, b: number, c: number];

  test.each([
    ['Aim at k2', /^q points along k2/, ([a, b, c]: Three) => b > a && b > c],
    ['Two equal keys', /^Equal keys/, ([a, b]: Three) => a === b],
    ['Opposite key', /^k3 points away/, ([, , c]: Three) => c > 0 && c < 0.15],
    ['All alike', /^All keys are the same/, ([a, b, c]: Three) => a === b && b === c],
    ['Saturated', /^The scale is far too small/, ([a]: Three) => a > 0.9999],
    ['A value far out', /^v3 lies far out/, ([a, b, c]: Three) => c < a && c < b],
  ] as const)('%s does what its sentence says', async (name, sentence, holds) => {
    const sandbox = await show();
    await click(sandbox, name);
    expect(text(sandbox, '.sentence')).toMatch(sentence);
    expect(holds(sandbox.weights as unknown as Three)).toBe(true);
    expect(button(sandbox, name).ariaPressed).toBe('true');
    await press(sandbox, 'q', '{ArrowRight}');
    expect(button(sandbox, name).ariaPressed).toBe('false');
    await click(sandbox, 'Start');
    expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
  });

  test('in “A value far out” the least weighted value pulls out its way', async () => {
    const sandbox = await show();
    await click(sandbox, 'A value far out');
    const values = sandbox.scene.tokens.map(({ value }) => value ?? [0, 0]);
    for (const axis of [0, 1] as const) {
      const others = values.slice(0, 2).map((value) => value[axis]);
      expect(sandbox.output?.[axis]).toBeLessThan(Math.min(...others));
      expect(sandbox.output?.[axis]).toBeGreaterThan(values[2]?.[axis] ?? 0);
    }
  });
});

describe('tokens', () => {
  test('are 2 to 6', async () => {
    const sandbox = await show();
    for (let count = 4; count <= 6; count++) {
      await click(sandbox, 'One token more');
      expect(sandbox.weights).toHaveLength(count);
    }
    expect(button(sandbox, 'One token more').disabled).toBe(true);
    for (let i = 0; i < 4; i++) await click(sandbox, 'One token less');
    expect(sandbox.weights).toHaveLength(2);
    expect(button(sandbox, 'One token less').disabled).toBe(true);
    expect(sandbox.weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
  });

  test('have names that can be edited, and are named so everywhere', async () => {
    const sandbox = await show();
    await userEvent.fill(find(sandbox, 'input[data-index="1"]'), 'dog');
    await userEvent.keyboard('{Enter}');
    await sandbox.updateComplete;
    expect(sandbox.scene.tokens[1]?.name).toBe('dog');
    expect(text(sandbox, '[data-handle=k2]')).toBe('dog');
    expect(handle(sandbox, 'v2').ariaLabel).toBe('value of dog');
    expect(text(sandbox, '.formula')).toMatch('0.31 v(dog)');
  });

  test('later than the one that looks are masked by a causal mask', async () => {
    const sandbox = await show({ tokens: 'the cat sat' });
    await userEvent.click(find(sandbox, '[role=switch]'));
    await sandbox.updateComplete;
    expect(sandbox.weights[2]).toBe(0);
    expect((sandbox.weights[0] ?? 0) + (sandbox.weights[1] ?? 0)).toBeCloseTo(1, 12);
    expect(find(sandbox, 'tbody tr:nth-child(3)').textContent).toMatch('masked');
    expect(handle(sandbox, 'k3').classList).toContain('masked');
    expect(text(sandbox, '.formula')).toMatch('softmax((0.99, 0.18, −∞)');
    await userEvent.selectOptions(find(sandbox, '[data-which=position]'), '0');
    await sandbox.updateComplete;
    expect(sandbox.weights).toEqual([1, 0, 0]);
  });
});
