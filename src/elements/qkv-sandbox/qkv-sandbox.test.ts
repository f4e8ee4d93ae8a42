import axe from 'axe-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { QkvSandbox } from './qkv-sandbox.js';
import './qkv-sandbox.js';

afterEach(() => {
  document.body.replaceChildren();
  document.body.removeAttribute('style');
});

async function show(): Promise<QkvSandbox> {
  const sandbox = document.createElement('qkv-sandbox');
  document.body.append(sandbox);
  await sandbox.updateComplete;
  return sandbox;
}

function find<E extends Element = HTMLElement>(sandbox: QkvSandbox, selector: string): E {
  const element = sandbox.renderRoot.querySelector<E>(selector);
  if (!element) throw new Error(`The sandbox has no ${selector}.`);
  return element;
}

const rounded = (sandbox: QkvSandbox) => sandbox.weights.map((weight) => weight.toFixed(2));

describe('axe finds nothing', () => {
  test.each(['light', 'dark'])('in the %s theme', async (scheme) => {
    document.body.style.cssText = `color-scheme: ${scheme}; background: Canvas`;
    const sandbox = await show();
    const { violations } = await axe.run(sandbox, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});

test('the scene it begins with has the weights .55, .31 and .13, and says them', async () => {
  const sandbox = await show();
  expect(rounded(sandbox)).toEqual(['0.55', '0.31', '0.13']);
  expect(sandbox.renderRoot.textContent).toMatch('0.55 / 0.31 / 0.13');
  expect(sandbox.renderRoot.textContent).toMatch('0.99');
});

test('every arrow and diamond is moved with the arrow keys, spoken, and undone', async () => {
  const sandbox = await show();
  const handles = [...sandbox.renderRoot.querySelectorAll<SVGElement>('[data-handle]')];
  expect(handles).toHaveLength(7);
  const before = rounded(sandbox);
  const heard = vi.fn();
  sandbox.addEventListener('attn-change', heard);
  for (const { dataset } of handles) {
    const handle = find<SVGElement>(sandbox, `[data-handle="${dataset.handle}"]`);
    const spoken = handle.getAttribute('aria-valuetext');
    handle.focus();
    await userEvent.keyboard('{Shift>}{ArrowLeft}{ArrowUp}{/Shift}');
    await sandbox.updateComplete;
    expect(find(sandbox, `[data-handle="${dataset.handle}"]`).ariaValueText).not.toBe(spoken);
  }
  expect(heard).toHaveBeenCalled();
  expect(rounded(sandbox)).not.toEqual(before);
  for (const button of sandbox.renderRoot.querySelectorAll('button')) {
    if (button.textContent?.trim() === 'Reset') button.click();
  }
  await sandbox.updateComplete;
  expect(rounded(sandbox)).toEqual(before);
});

test('the weights stay a softmax while the query is dragged with the pointer', async () => {
  const sandbox = await show();
  const before = rounded(sandbox);
  const handle = find<SVGElement>(sandbox, '[data-handle="q"]');
  const box = handle.getBoundingClientRect();
  const [x, y] = [box.x + box.width - 6, box.y + 6];
  const fire = (type: string, clientX: number, clientY: number, target: Element) =>
    target.dispatchEvent(
      new PointerEvent(type, {
        ...{ bubbles: true, composed: true, pointerId: 1, isPrimary: true, button: 0, buttons: 1 },
        ...{ clientX, clientY, pointerType: 'mouse' },
      }),
    );
  handle.setPointerCapture = () => {};
  fire('pointerdown', x, y, handle);
  fire('pointermove', x - 150, y - 20, handle);
  fire('pointerup', x - 150, y - 20, handle);
  await sandbox.updateComplete;
  expect(rounded(sandbox)).not.toEqual(before);
  expect(sandbox.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
});
