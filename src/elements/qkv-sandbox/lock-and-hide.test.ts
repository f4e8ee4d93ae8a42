// What the page locks, and what it leaves out.

import { describe, expect, test } from 'vitest';
import { at, button, eventually, find, handle, press, resetPage, show } from './testing/sandbox.js';

resetPage();

describe('teaching', () => {
  test('an object that lies on a locked one can still be dragged', async () => {
    const sandbox = await show({ lock: 'k v' });
    sandbox.scene = {
      query: [-0.9, -0.24],
      tokens: [{ key: [0.85, 0.28] }, { key: [-0.9, -0.24] }],
    };
    await sandbox.updateComplete;
    const grip = handle(sandbox, 'k2').querySelector('circle') as Element;
    const box = grip.getBoundingClientRect();
    const [clientX, clientY] = [box.x + box.width / 2, box.y + box.height / 2];
    const init = { bubbles: true, composed: true, pointerId: 1 };
    grip.dispatchEvent(new PointerEvent('pointerdown', { ...init, clientX, clientY }));
    grip.dispatchEvent(
      new PointerEvent('pointermove', { ...init, clientX: clientX + 30, clientY }),
    );
    await sandbox.updateComplete;
    expect(sandbox.scene.query[0]).toBeGreaterThan(-0.9);
    expect(sandbox.scene.tokens[1]?.key).toEqual([-0.9, -0.24]);
  });

  test('what is locked does not move; the rest does', async () => {
    const sandbox = await show({ lock: 'k v2 scale names' });
    await press(sandbox, 'k1', '{ArrowUp}{Alt>}{ArrowUp}{/Alt}');
    await press(sandbox, 'v2', '{ArrowUp}');
    expect([at(sandbox, 'k1'), at(sandbox, 'v2')]).toEqual(['0.85, 0.28', '−0.80, 0.90']);
    expect(handle(sandbox, 'k3').ariaDisabled).toBe('true');
    expect(find<HTMLInputElement>(sandbox, '#scale').disabled).toBe(true);
    expect(sandbox.renderRoot.querySelector('input.name')).toBe(null);
    await press(sandbox, 'v1', '{ArrowUp}');
    expect(at(sandbox, 'v1')).toBe('0.90, −0.65');
  });

  test.each([
    ['plane', '.handle:not([aria-disabled=true])'],
    ['numbers', 'input.name'],
    ['dial', '#scale:enabled'],
    ['presets', '.presets [aria-pressed]:enabled'],
    ['tools', '.stepper button:enabled, [data-which=causal]:enabled'],
    ['dimension', '.dimension :is(input, button):enabled'],
    ['gpt2', '[data-do=gpt2]:enabled'],
    ['history', '[data-do=reset]:enabled'],
  ])('%s can be locked as a whole', async (part, selector) => {
    const sandbox = await show({ dimension: '8' });
    await eventually(() => find(sandbox, '.dimension'));
    expect(sandbox.renderRoot.querySelector(selector)).not.toBe(null);
    sandbox.lock = part;
    await sandbox.updateComplete;
    expect(sandbox.renderRoot.querySelector(selector)).toBe(null);
  });

  test.each([
    ['q', ['Aim at k2']],
    ['k', ['Two equal keys', 'Opposite key', 'All alike']],
    ['k1', ['All alike']],
    ['v3', ['A value far out']],
    ['scale', ['Saturated']],
    ['causal plane dial', []],
  ])('no scene to start from changes what is locked: %s', async (lock, refused) => {
    const sandbox = await show({ lock });
    const locked = [...sandbox.renderRoot.querySelectorAll<HTMLButtonElement>('[part=preset]')]
      .filter(({ disabled }) => disabled)
      .map(({ textContent }) => textContent?.trim());
    expect(locked).toEqual(refused);
    expect(button(sandbox, 'Take it from GPT-2 …').disabled).toBe(/^[a-z]+$/.test(lock));
  });

  test('a locked history is locked for the keyboard too', async () => {
    const sandbox = await show();
    await press(sandbox, 'q', '{ArrowRight}');
    sandbox.lock = 'history';
    await press(sandbox, 'q', '{Control>}z{/Control}');
    expect(at(sandbox, 'q')).toBe('1.05, 0.50');
  });

  test.each([
    ['plane', '.plane'],
    ['numbers', '.numbers'],
    ['dial', '#scale'],
    ['plot', '.plot'],
    ['presets', '.presets'],
    ['dimension', '[data-do=dimension]'],
    ['tools', '.stepper'],
    ['gpt2', '[data-do=gpt2]'],
    ['history', '[data-do=undo]'],
    ['files', '.files'],
    ['hint', '.hint'],
  ])('%s can be left out', async (part, selector) => {
    const sandbox = await show();
    expect(sandbox.renderRoot.querySelector(selector)).not.toBe(null);
    sandbox.hide = part;
    await sandbox.updateComplete;
    expect(sandbox.renderRoot.querySelector(selector)).toBe(null);
  });
});
