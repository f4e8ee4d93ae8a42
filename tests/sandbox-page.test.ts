// The sandbox on whole pages, from the built file, under a strict Content-Security-Policy: every object dragged with a
// real mouse, finger and pen, wherever the card stands.

import type { ServerResponse } from 'node:http';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import type { QkvSandbox } from '../src/elements/qkv-sandbox/qkv-sandbox.js';
import { launchBrowser, openPage, type WatchedPage } from './browser.js';

const SCRIPT = '<script type="module" src="/npm/attention-lens/dist/cdn/qkv-sandbox.js"></script>';
const STYLE = '<link rel="icon" href="data:,"><link rel="stylesheet" href="/sandbox.css">';
const CARD = '<qkv-sandbox tokens="6"></qkv-sandbox>';

const PAGES: Readonly<Record<string, string>> = {
  '/sandbox.html': `<!doctype html><html lang="en"><title>Sandbox</title>${STYLE}${SCRIPT}<main>${CARD}</main>`,
  '/sandbox-rtl.html': `<!doctype html><html lang="he" dir="rtl"><title>Sandbox</title>${STYLE}${SCRIPT}<main>${CARD}</main>`,
  '/sandbox-deep.html': `<!doctype html><html lang="en"><title>Sandbox</title>${STYLE}${SCRIPT}<div class="above"></div><main>${CARD}</main><div class="above"></div>`,
  '/sandbox-frame.html': `<!doctype html><html lang="en"><title>Course</title>${STYLE}<div class="above"></div><iframe title="Sandbox" src="/sandbox-deep.html"></iframe><div class="above"></div>`,
};
const CSS = `body { margin: 16px; color-scheme: light dark } .above { height: 900px }
  iframe { width: 700px; height: 640px; margin-left: 60px } .zoomed { zoom: 2 } .scaled { transform: scale(0.7); transform-origin: 0 0 }`;

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await serve({ first: ({ url = '' }, response) => answer(url, response) });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

function answer(url: string, response: ServerResponse): boolean {
  const page = PAGES[url];
  if (!page && url !== '/sandbox.css') return false;
  // The strict policy with one exception: our own page in our own frame.
  const policy = String(response.getHeader('Content-Security-Policy'));
  response.setHeader('Content-Security-Policy', `${policy}; frame-src 'self'`);
  response.setHeader('Content-Type', page ? 'text/html; charset=utf-8' : 'text/css');
  response.end(page ?? CSS);
  return true;
}

async function open(path: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  await watched.page.goto(new URL(path, server.url).href);
  return watched;
}

type Pair = readonly [x: number, y: number];
type Pointer = 'mouse' | 'touch' | 'pen';

/** Presses at one place of the page, moves to another in steps and lets go. */
async function drag(page: Page, pointer: Pointer, from: Pair, to: Pair): Promise<void> {
  const steps = Array.from(
    { length: 5 },
    (_, step): Pair => [
      from[0] + ((step + 1) / 5) * (to[0] - from[0]),
      from[1] + ((step + 1) / 5) * (to[1] - from[1]),
    ],
  );
  if (pointer === 'mouse') {
    await page.mouse.move(...from);
    await page.mouse.down();
    for (const step of steps) await page.mouse.move(...step);
    await page.mouse.up();
    return;
  }
  const session = await page.context().newCDPSession(page);
  if (pointer === 'touch') {
    const points = ([x, y]: Pair) => [{ x, y }];
    await session.send('Input.dispatchTouchEvent', {
      type: 'touchStart',
      touchPoints: points(from),
    });
    for (const step of steps) {
      await session.send('Input.dispatchTouchEvent', {
        type: 'touchMove',
        touchPoints: points(step),
      });
    }
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  } else {
    const pen = { button: 'left', pointerType: 'pen', clickCount: 1 } as const;
    const [x, y] = from;
    await session.send('Input.dispatchMouseEvent', { ...pen, type: 'mousePressed', x, y });
    for (const [sx, sy] of steps) {
      await session.send('Input.dispatchMouseEvent', {
        ...pen,
        type: 'mouseMoved',
        buttons: 1,
        x: sx,
        y: sy,
      });
    }
    await session.send('Input.dispatchMouseEvent', {
      ...pen,
      type: 'mouseReleased',
      x: to[0],
      y: to[1],
    });
  }
  await session.detach();
}

const IDS = ['q', ...['k1', 'k2', 'k3', 'k4', 'k5', 'k6'], ...['v1', 'v2', 'v3', 'v4', 'v5', 'v6']];

/** Where an object's point is on the page, in its own pixels, frames counted in. */
async function place(frame: Frame, id: string): Promise<Pair> {
  const box = await frame.locator(`qkv-sandbox [data-handle=${id}] circle`).boundingBox();
  if (!box) throw new Error(`${id} is not on the page.`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

const vectors = (frame: Frame) =>
  frame.locator('qkv-sandbox').evaluate((element) => {
    const { query, tokens } = (element as QkvSandbox).scene;
    return Object.fromEntries([
      ['q', query],
      ...tokens.flatMap(({ key, value }, index) => [
        [`k${index + 1}`, key],
        [`v${index + 1}`, value],
      ]),
    ]) as Record<string, [number, number]>;
  });

/** Drags each object and checks that it is where the pointer let it go, and that no other one moved. */
async function dragAll(page: Page, frame: Frame, pointer: Pointer): Promise<void> {
  await frame.locator('qkv-sandbox svg.plane').scrollIntoViewIfNeeded();
  for (const [index, id] of IDS.entries()) {
    const before = await vectors(frame);
    const from = await place(frame, id);
    const to: Pair = [from[0] + (index % 2 ? 21 : -18), from[1] + (index % 3 ? 15 : -24)];
    await drag(page, pointer, from, to);
    const after = await vectors(frame);
    const moved = Object.keys(after).filter((name) => String(after[name]) !== String(before[name]));
    expect(moved, id).toEqual([id]);
    const [x, y] = await place(frame, id);
    expect(Math.hypot(x - to[0], y - to[1]), `${id} under the pointer`).toBeLessThan(2.5);
  }
}

describe('every object follows', () => {
  const tall = { width: 900, height: 900 };

  test.each(['mouse', 'touch', 'pen'] as const)('the %s', async (pointer) => {
    const { page, complaints } = await open('/sandbox.html', { hasTouch: true, viewport: tall });
    await dragAll(page, page.mainFrame(), pointer);
    expect(complaints).toEqual([]);
  });

  test.each(['mouse', 'touch'] as const)('the %s on a right-to-left page', async (pointer) => {
    const { page } = await open('/sandbox-rtl.html', { hasTouch: true, viewport: tall });
    await dragAll(page, page.mainFrame(), pointer);
  });

  test.each(['mouse', 'touch'] as const)('the %s at 200 % zoom', async (pointer) => {
    // What a browser's zoom does: half as many CSS pixels, each twice as large.
    const viewport = { width: 450, height: 560 };
    const { page } = await open('/sandbox.html', {
      hasTouch: true,
      viewport,
      deviceScaleFactor: 2,
    });
    await dragAll(page, page.mainFrame(), pointer);
  });

  test.each(['zoomed', 'scaled'])('the mouse where a page has it %s with CSS', async (name) => {
    const { page } = await open('/sandbox.html', { viewport: { width: 1400, height: 1300 } });
    await page.evaluate((added) => document.querySelector('main')?.classList.add(added), name);
    await dragAll(page, page.mainFrame(), 'mouse');
  });

  test.each(['mouse', 'touch'] as const)(
    'the %s in a scrolled frame of a scrolled page',
    async (pointer) => {
      const { page } = await open('/sandbox-frame.html', { hasTouch: true, viewport: tall });
      await page.evaluate(() => scrollTo(0, 800));
      const frame = page.frames()[1] as Frame;
      await frame.locator('qkv-sandbox svg.plane').waitFor();
      await frame.evaluate(() => scrollTo(0, 850));
      await dragAll(page, frame, pointer);
    },
  );
});

test('a finger on an object moves it and not the page; beside them it scrolls', async () => {
  const { page } = await open('/sandbox-deep.html', {
    hasTouch: true,
    viewport: { width: 400, height: 700 },
  });
  const frame = page.mainFrame();
  await page.evaluate(() => scrollTo(0, 1000));
  const scroll = () => page.evaluate(() => scrollY);
  const before = await scroll();
  const [x, y] = await place(frame, 'q');
  await drag(page, 'touch', [x, y], [x - 40, y - 60]);
  expect(await scroll()).toBe(before);
  const plane = await page.locator('qkv-sandbox svg.plane').boundingBox();
  if (!plane) throw new Error('There is no plane.');
  const corner: Pair = [plane.x + 12, plane.y + plane.height - 12];
  await drag(page, 'touch', corner, [corner[0], corner[1] - 120]);
  expect(await scroll()).toBeGreaterThan(before);
});

test('nothing can be dragged out of reach, a drag is one step, and Escape gives it up', async () => {
  const { page } = await open('/sandbox.html', { viewport: { width: 900, height: 900 } });
  const frame = page.mainFrame();
  const plane = await page.locator('qkv-sandbox svg.plane').boundingBox();
  if (!plane) throw new Error('There is no plane.');
  const start = await vectors(frame);
  await drag(page, 'mouse', await place(frame, 'v1'), [5, 5]);
  expect((await vectors(frame)).v1).toEqual([-1.5, 1.5]);
  const [x, y] = await place(frame, 'v1');
  expect(x).toBeGreaterThan(plane.x);
  expect(y).toBeGreaterThan(plane.y);
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await vectors(frame)).toEqual(start);
  await page.mouse.move(...(await place(frame, 'q')));
  await page.mouse.down();
  await page.mouse.move(300, 300);
  expect((await vectors(frame)).q).not.toEqual(start.q);
  await page.keyboard.press('Escape');
  await page.mouse.move(350, 350);
  await page.mouse.up();
  expect(await vectors(frame)).toEqual(start);
});

test('of two objects on one another the nearer one is taken', async () => {
  const { page } = await open('/sandbox.html', { viewport: { width: 900, height: 900 } });
  const frame = page.mainFrame();
  await page.locator('qkv-sandbox').evaluate(async (element) => {
    const sandbox = element as QkvSandbox;
    const tokens = sandbox.scene.tokens.slice(0, 2);
    const [first, second] = tokens.map((token) => ({ ...token, value: [0.5, 0.9] as const }));
    if (first && second) sandbox.scene = { query: [0.5, 0.8], tokens: [first, second] };
    await sandbox.updateComplete;
  });
  const [x, y] = await place(frame, 'q');
  await drag(page, 'mouse', [x, y + 3], [x + 60, y + 3]);
  const after = await vectors(frame);
  expect(after.v1).toEqual([0.5, 0.9]);
  expect(after.q?.[0]).toBeGreaterThan(0.6);
});

test('the keyboard moves an object on a page of its own', async () => {
  const { page } = await open('/sandbox-rtl.html');
  await page.getByRole('slider', { name: 'key k1' }).press('ArrowRight');
  expect((await vectors(page.mainFrame())).k1).toEqual([0.9, 0.28]);
});

test('asks the network for nothing but its script, until real numbers are asked for', async () => {
  const { page, requests, complaints } = await open('/sandbox.html');
  await page.locator('qkv-sandbox svg.plane').waitFor();
  const paths = (list: readonly string[]) => list.map((url) => url.replace(server.url, '/'));
  expect(paths(requests).sort()).toEqual(
    ['/npm/attention-lens/dist/cdn/qkv-sandbox.js', '/sandbox.css', '/sandbox.html'].sort(),
  );
  await page.getByRole('button', { name: 'Take it from GPT-2' }).click();
  await page.getByRole('button', { name: 'Take it', exact: true }).click();
  await page.getByText('GPT-2 small · head 5.5').waitFor();
  expect(paths(requests)).toEqual(
    expect.arrayContaining([
      '/npm/attention-lens/traces/john-smith.json',
      '/npm/attention-lens/traces/john-smith.qkv.bin',
    ]),
  );
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'PNG' }).click();
  expect((await download).suggestedFilename()).toBe('attention.png');
  expect(complaints).toEqual([]);
});

test('a part that cannot be had is asked for once, and again when the reader asks again', async () => {
  const { page, requests } = await open('/sandbox.html');
  await page.locator('qkv-sandbox svg.plane').waitFor();
  const asked = () => requests.filter((url) => /qkv-sandbox-dimension/.test(url)).length;
  await page.route(/qkv-sandbox-dimension/, (route) => route.abort());
  const button = page.getByRole('button', { name: 'Dimension' });
  await button.click();
  await page.getByText('This does not work.').waitFor();
  await page.getByRole('button', { name: 'Aim at k2' }).click();
  await page.waitForTimeout(300);
  expect(asked()).toBe(1);
  await page.unroute(/qkv-sandbox-dimension/);
  await button.click();
  await button.click();
  expect(
    await page.locator('qkv-sandbox').evaluate((element) => element.matches(':state(error)')),
  ).toBe(asked() === 1);
});

test.each([
  { name: 'wide', viewport: { width: 1200, height: 900 } },
  { name: '280 px', viewport: { width: 280, height: 800 } },
  { name: 'dark', colorScheme: 'dark' },
  { name: 'forced colours', forcedColors: 'active' },
  { name: 'reduced motion', reducedMotion: 'reduce' },
] as const)('$name: nothing is cut off and axe finds nothing', async ({ name: _, ...options }) => {
  const { page } = await open('/sandbox.html', options);
  await page.getByRole('button', { name: 'Dimension' }).click();
  await page.locator('.dimension').waitFor();
  const overflow = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    card: [
      ...(document.querySelector('qkv-sandbox')?.shadowRoot?.querySelectorAll('.card *') ?? []),
    ]
      .filter(
        (element) => element.getBoundingClientRect().right > document.documentElement.clientWidth,
      )
      .map((element) => element.outerHTML),
  }));
  expect(overflow).toEqual({ page: 0, card: [] });
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(
      {
        include: document.body,
        exclude: [],
      } as never,
      { rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } },
    ),
  );
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
