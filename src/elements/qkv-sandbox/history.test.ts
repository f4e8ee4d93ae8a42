// What can be undone, and what is one step.

import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import {
  at,
  button,
  click,
  eventually,
  find,
  handle,
  press,
  resetPage,
  show,
  text,
} from './testing/sandbox.js';

resetPage();

describe('undo', () => {
  test('during a drag ends it and takes it back whole', async () => {
    const sandbox = await show();
    const grip = handle(sandbox, 'q').querySelector('circle') as Element;
    const box = grip.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const point = (type: string, dx: number) =>
      grip.dispatchEvent(
        new PointerEvent(type, {
          bubbles: true,
          composed: true,
          pointerId: 1,
          clientX: x + dx,
          clientY: y,
        }),
      );
    vi.spyOn(Element.prototype, 'setPointerCapture').mockReturnValue();
    point('pointerdown', 0);
    for (const dx of [-10, -20, -30]) point('pointermove', dx);
    await sandbox.updateComplete;
    expect(at(sandbox, 'q')).not.toBe('1.00, 0.50');
    sandbox.undo();
    for (const dx of [-40, -50]) point('pointermove', dx);
    await sandbox.updateComplete;
    expect(at(sandbox, 'q')).toBe('1.00, 0.50');
    expect(button(sandbox, 'Undo').disabled).toBe(true);
  });

  test('takes keys held down together back as one step', async () => {
    const sandbox = await show();
    const q = handle(sandbox, 'q');
    q.focus();
    const key = (type: string, name: string, repeat = false) =>
      q.dispatchEvent(
        new KeyboardEvent(type, { key: name, repeat, bubbles: true, composed: true }),
      );
    key('keydown', 'ArrowLeft');
    key('keydown', 'ArrowUp');
    key('keyup', 'ArrowLeft');
    for (let held = 0; held < 5; held++) key('keydown', 'ArrowUp', true);
    key('keyup', 'ArrowUp');
    await sandbox.updateComplete;
    expect(at(sandbox, 'q')).toBe('0.95, 0.80');
    await click(sandbox, 'Undo');
    expect(at(sandbox, 'q')).toBe('0.95, 0.55');
    await click(sandbox, 'Undo');
    expect(at(sandbox, 'q')).toBe('1.00, 0.50');
  });

  test('has no step for what changed nothing', async () => {
    const sandbox = await show();
    const heard = vi.fn();
    sandbox.addEventListener('attn-change', heard);
    await click(sandbox, 'Reset');
    const name = find<HTMLInputElement>(sandbox, 'input.name');
    await userEvent.type(name, '   {Enter}');
    await userEvent.tab();
    await sandbox.updateComplete;
    expect(name.value).toBe('');
    expect(heard).not.toHaveBeenCalled();
    expect(button(sandbox, 'Undo').disabled).toBe(true);
  });

  test('keeps the focus in the card when there is nothing more to undo, to add or to close', async () => {
    const sandbox = await show({ tokens: '5' });
    const focused = () => {
      const { ariaLabel, textContent } = (sandbox.shadowRoot?.activeElement ?? {}) as HTMLElement;
      return ariaLabel ?? textContent?.trim();
    };
    const use = async (name: string) => {
      button(sandbox, name).focus();
      await userEvent.keyboard('{Enter}');
      await sandbox.updateComplete;
      await sandbox.updateComplete;
    };
    await use('One token more');
    expect(focused()).toBe('One token less');
    await use('Undo');
    expect(focused()).toBe('Redo');
    await use('Redo');
    expect(focused()).toBe('Undo');
    await use('Take it from GPT-2 …');
    await eventually(() => find(sandbox, '[data-do=take]'));
    await use('Take it');
    await eventually(() => find(sandbox, '.origin'));
    expect(focused()).toBe('Take it');
    await use('Close');
    expect(focused()).toBe('Take it from GPT-2 …');
  });

  test('takes back one step at a time; redo brings it again; reset can be undone too', async () => {
    const sandbox = await show();
    await press(sandbox, 'q', '{ArrowRight}');
    await press(sandbox, 'k1', '{ArrowUp}');
    await click(sandbox, 'Undo');
    expect([at(sandbox, 'q'), at(sandbox, 'k1')]).toEqual(['1.05, 0.50', '0.85, 0.28']);
    await click(sandbox, 'Undo');
    expect(at(sandbox, 'q')).toBe('1.00, 0.50');
    expect(button(sandbox, 'Undo').disabled).toBe(true);
    await click(sandbox, 'Redo');
    await click(sandbox, 'Redo');
    expect(at(sandbox, 'k1')).toBe('0.85, 0.33');
    await click(sandbox, 'Reset');
    expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
    handle(sandbox, 'q').focus();
    await userEvent.keyboard('{Control>}z{/Control}');
    await sandbox.updateComplete;
    expect(at(sandbox, 'k1')).toBe('0.85, 0.33');
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await sandbox.updateComplete;
    expect(at(sandbox, 'k1')).toBe('0.85, 0.28');
  });

  test('takes a turn of the dial back as one step', async () => {
    const sandbox = await show();
    const dial = find<HTMLInputElement>(sandbox, '#scale');
    for (const value of [1, 2, 3]) {
      dial.value = String(value);
      dial.dispatchEvent(new Event('input', { bubbles: true }));
    }
    dial.dispatchEvent(new Event('change', { bubbles: true }));
    await sandbox.updateComplete;
    expect(sandbox.numbers.scale).toBeCloseTo(8 * Math.SQRT2, 9);
    await click(sandbox, 'Undo');
    expect(sandbox.numbers.scale).toBe(Math.SQRT2);
  });
});
