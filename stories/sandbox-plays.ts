// What the plays of the sandbox's stories do, as a reader would: keys on an object, presses of buttons.

import type { StoryObj } from '@storybook/web-components-vite';
import type { QkvSandbox } from '../src/elements/qkv-sandbox/qkv-sandbox.js';

type Play = NonNullable<StoryObj['play']>;

/** Presses keys on an object, with Shift for big steps, as a reader would who has come to it with Tab. */
export async function step(
  element: QkvSandbox | null,
  id: string,
  keys: readonly string[],
): Promise<void> {
  await element?.updateComplete;
  const handle = element?.renderRoot.querySelector<SVGElement>(`[data-handle=${id}]`);
  for (const key of keys) {
    for (const type of ['keydown', 'keyup']) {
      handle?.dispatchEvent(new KeyboardEvent(type, { key, shiftKey: true, bubbles: true }));
    }
  }
  await element?.updateComplete;
}

export const move =
  (id: string, ...keys: string[]): Play =>
  ({ canvasElement }) =>
    step(canvasElement.querySelector<QkvSandbox>('qkv-sandbox'), id, keys);

/** Presses buttons of the sandbox, as a reader would. */
export const press =
  (...names: string[]): Play =>
  async ({ canvasElement }) => {
    const element = canvasElement.querySelector<QkvSandbox>('qkv-sandbox');
    for (const name of names) {
      await element?.updateComplete;
      const buttons = [...(element?.renderRoot.querySelectorAll('button') ?? [])];
      buttons.find(({ textContent }) => textContent?.trim() === name)?.click();
    }
    await element?.updateComplete;
  };
