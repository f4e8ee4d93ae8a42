// Firefox and WebKit: a page sees no key that a widget has used, and an Escape that undoes something leaves the dialog around open.

import { expect, test } from 'vitest';
import { eventually } from '../eventually.js';
import type { Point } from './drivers.js';
import { NAMES, servePages } from './pages.js';

const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>A dialog</title>
  <link rel="icon" href="data:,">
  <script type="module" src="/npm/attention-lens/dist/cdn/attention-lens.js"></script>
  <dialog>
    <qkv-sandbox></qkv-sandbox>
    <p>One <attn-term>head</attn-term>.</p>
    <attn-lens src="/npm/attention-lens/traces/dog.json"></attn-lens>
  </dialog>
</html>`;

const open = servePages({ '/dialog': PAGE });

test.each(NAMES)(
  '%s: typing and arrows stay inside, and the first Escape is the widget’s',
  async (name) => {
    const driver = await open(name, '/dialog');
    await driver.evaluate(`(() => {
      globalThis.seen = [];
      for (const type of ['keydown', 'keypress', 'keyup', 'input', 'beforeinput'])
        document.addEventListener(type, (event) => seen.push(type + ' ' + event.key));
      document.querySelector('dialog').showModal();
    })()`);
    const inside = (element: string, part: string) =>
      `document.querySelector('${element}').shadowRoot?.querySelector('${part}')`;
    const chip = inside('attn-lens', '.chip[data-index="3"]');
    await eventually(() => driver.evaluate<boolean>(`Boolean(${chip})`)).toBe(true);

    await driver.evaluate(`${inside('attn-lens', 'textarea')}.select()`);
    await driver.type('The bird. b/');
    expect(await driver.evaluate(`${inside('attn-lens', 'textarea')}.value`)).toBe('The bird. b/');
    await driver.evaluate(`${chip}.focus()`);
    await driver.pressRight();
    expect(await driver.evaluate('seen.filter((one) => !/Shift/.test(one))')).toEqual([]);

    const isOpen = () => driver.evaluate<boolean>(`document.querySelector('dialog').open`);
    const closesAtSecondEscape = async (what: string) => {
      await driver.pressEscape();
      expect(await isOpen(), what).toBe(true);
      await driver.pressEscape();
      await eventually(isOpen).toBe(false);
      await driver.evaluate(`document.querySelector('dialog').showModal()`);
    };

    await driver.evaluate(
      `(document.querySelector('attn-lens').token = 3, ${inside('attn-lens', 'textarea')}.focus())`,
    );
    await closesAtSecondEscape('a pinned token');
    expect(await driver.evaluate(`document.querySelector('attn-lens').token`)).toBe(null);

    await driver.evaluate(
      `(${inside('attn-term', '.term')}.focus(), ${inside('attn-term', '.term')}.click())`,
    );
    expect(await driver.evaluate(`${inside('attn-term', '.note')}.matches(':popover-open')`)).toBe(
      true,
    );
    await closesAtSecondEscape('a note');

    // A drag by the page's own events: with a real one, the driver would have to press a key in the middle of it.
    const at = await driver.evaluate<Point>(`(() => {
      const { x, y, width, height } = ${inside('qkv-sandbox', '[data-handle=k1] circle')}.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    })()`);
    const pointer = (type: string, x: number) =>
      driver.evaluate(`${inside('qkv-sandbox', '[data-handle=k1] circle')}.dispatchEvent(
        new PointerEvent('${type}', { bubbles: true, composed: true, pointerId: 1, isPrimary: true, clientX: ${x}, clientY: ${at.y} }))`);
    await pointer('pointerdown', at.x);
    await pointer('pointermove', at.x + 40);
    await closesAtSecondEscape('a drag');
  },
);
