// Firefox and WebKit: every object of the sandbox follows the mouse and the keyboard, on pages of both directions.

import { expect, test } from 'vitest';
import { eventually } from '../eventually.js';
import type { Point } from './drivers.js';
import { NAMES, servePages } from './pages.js';

const page = (dir: string) => `<!doctype html>
<html lang="en" dir="${dir}">
  <meta charset="utf-8">
  <title>Sandbox</title>
  <script type="module" src="/npm/attention-lens/dist/cdn/qkv-sandbox.js"></script>
  <qkv-sandbox></qkv-sandbox>
</html>`;

const OBJECTS = ['q', 'k1', 'k2', 'k3', 'v1', 'v2', 'v3'];

const open = servePages({ '/ltr': page('ltr'), '/rtl': page('rtl') });

test.each(NAMES)('%s moves every object', async (name) => {
  const driver = await open(name, '/ltr');
  const inside = (rest: string) => `document.querySelector('qkv-sandbox').shadowRoot${rest}`;
  const coordinates = () =>
    driver.evaluate<Record<string, string>>(
      `Object.fromEntries([...${inside('.querySelectorAll("[data-handle]")')}].map((handle) => [handle.dataset.handle, handle.getAttribute('aria-valuetext')]))`,
    );
  const place = (id: string) =>
    driver.evaluate<Point>(`(() => {
      const { x, y, width, height } = ${inside(`.querySelector('[data-handle=${id}] circle')`)}.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    })()`);

  for (const dir of ['ltr', 'rtl']) {
    await open(name, `/${dir}`);
    await eventually(() =>
      driver.evaluate(`${inside('?.querySelectorAll("[data-handle]").length')} ?? 0`),
    ).toBe(OBJECTS.length);
    for (const id of OBJECTS) {
      const before = await coordinates();
      const from = await place(id);
      const to = { x: from.x - 24, y: from.y + 18 };
      await driver.drag([from, { x: from.x - 10, y: from.y + 8 }, to]);
      const after = await coordinates();
      expect(
        OBJECTS.filter((other) => after[other] !== before[other]),
        `${dir}: dragged`,
      ).toEqual([id]);
      const there = await place(id);
      expect(Math.hypot(there.x - to.x, there.y - to.y)).toBeLessThan(3);

      await driver.evaluate(`${inside(`.querySelector('[data-handle=${id}]')`)}.focus()`);
      await driver.pressRight();
      await eventually(async () => (await place(id)).x).toBeGreaterThan(there.x + 2);
    }
  }
});
