// Firefox and WebKit: every object of the sandbox follows the mouse and the keyboard, on pages of both directions.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../../scripts/serve.js';
import { type BrowserDriver, launchFirefox, launchWebKit, type Point } from './drivers.js';

const page = (dir: string) => `<!doctype html>
<html lang="en" dir="${dir}">
  <meta charset="utf-8">
  <title>Sandbox</title>
  <script type="module" src="/npm/attention-lens/dist/cdn/qkv-sandbox.js"></script>
  <qkv-sandbox></qkv-sandbox>
</html>`;

// Both set by scripts/test.ts, which finds or installs the browsers.
const BROWSERS = {
  Firefox: { path: process.env.ATTENTION_LENS_FIREFOX, launch: launchFirefox },
  WebKit: { path: process.env.ATTENTION_LENS_WEBKIT_DRIVER, launch: launchWebKit },
};

const OBJECTS = ['q', 'k1', 'k2', 'k3', 'v1', 'v2', 'v3'];

let site: RunningServer;
let browser: BrowserDriver | undefined;

beforeAll(async () => {
  site = await serve({
    first: ({ url }, response) => {
      const dir = /^\/(ltr|rtl)$/.exec(url ?? '')?.[1];
      if (dir) response.setHeader('Content-Type', 'text/html').end(page(dir));
      return dir !== undefined;
    },
  });
});

afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

afterAll(() => site.close());

test.each(Object.entries(BROWSERS))('%s moves every object', async (name, { path, launch }) => {
  if (!path) throw new Error(`No variable names a ${name}: see scripts/other-browsers.ts.`);
  const driver = await launch(path);
  browser = driver;
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
    await driver.goto(site.url + dir);
    await expect
      .poll(() => driver.evaluate(`${inside('?.querySelectorAll("[data-handle]").length')} ?? 0`), {
        timeout: 100_000,
      })
      .toBe(OBJECTS.length);
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
      await expect
        .poll(async () => (await place(id)).x, { timeout: 100_000 })
        .toBeGreaterThan(there.x + 2);
    }
  }
});
