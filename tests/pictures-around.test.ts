// What is drawn stays readable when what is around the elements changes for real: the graphics process dies, the page gets
// another screen or another size, an extension makes it dark.

import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { launchBrowser, openPage } from './browser.js';

const ELEMENTS = `
  <p>The <attn-term>head</attn-term></p>
  <attn-lens id="lens" src="/npm/attention-lens/traces/dog.json" layer="5" head="5" compare="4.11" token="3"></attn-lens>
  <head-finder for="lens" behaviour="sink"></head-finder>
  <attn-lens src="/npm/attention-lens/traces/dog.json" layer="4" head="11" compare="5.5" view="lines"></attn-lens>
  <attn-model><qkv-sandbox tokens="4"></qkv-sandbox></attn-model>`;

const PAGES: Readonly<Record<string, string>> = {
  '/page': ELEMENTS,
  '/light': `<style>attn-lens, head-finder, qkv-sandbox { color-scheme: light }</style>${ELEMENTS}`,
};

let site: RunningServer;
let browser: Browser | undefined;

beforeAll(async () => {
  site = await serve({
    contentSecurityPolicy: null,
    first: ({ url = '' }, response) => {
      if (url === '/darkreader.js') {
        const script = new URL('../node_modules/darkreader/darkreader.js', import.meta.url);
        response.setHeader('Content-Type', 'text/javascript').end(readFileSync(script));
        return true;
      }
      const html = PAGES[url];
      if (html === undefined) return false;
      response.setHeader('Content-Type', 'text/html').end(
        `<!doctype html><title>A page</title><link rel="icon" href="data:,"><body>
        <script type="module" src="/npm/attention-lens/dist/cdn/attention-lens.js"></script>${html}`,
      );
      return true;
    },
  });
  return () => site.close();
});

afterEach(() => browser?.close());

const CANVASES = [
  '.matrix.first canvas',
  '.matrix.second canvas',
  '.lines.first canvas',
  '.lines.second canvas',
  '.map canvas',
];

/** The page, once everything on it is drawn. */
async function open(
  path: string,
  args: readonly string[] = [],
  viewport: { width: number; height: number } | null = { width: 760, height: 900 },
) {
  const launched = await launchBrowser(args);
  browser = launched;
  const opened = await openPage(launched, { viewport });
  await opened.page.goto(`${site.url}${path}`);
  await opened.page.locator('head-finder .verdict').waitFor();
  for (const canvas of CANVASES) await opened.page.locator(canvas).first().waitFor();
  return { ...opened, launched };
}

/** Each canvas as the reader sees it. */
async function seen(page: Page): Promise<string[]> {
  const pictures: string[] = [];
  for (const canvas of await page.locator('attn-lens canvas').all()) {
    pictures.push((await canvas.screenshot()).toString('base64'));
  }
  return pictures;
}

/** What is seen, once it no longer changes. */
async function settled(page: Page): Promise<string[]> {
  let now = await seen(page);
  await expect
    .poll(async () => {
      const before = now;
      now = await seen(page);
      return now.length === 6 && now.every((picture, index) => picture === before[index]);
    })
    .toBe(true);
  return now;
}

/** How many pixels of each canvas are painted. */
const ink = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('attn-lens')].flatMap((lens) =>
      [...(lens.shadowRoot?.querySelectorAll('canvas') ?? [])].map((canvas) => {
        const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
          0,
          0,
          canvas.width,
          canvas.height,
        );
        return data.filter((alpha, index) => index % 4 === 3 && alpha > 0).length;
      }),
    ),
  );

test('every picture is drawn anew after the graphics process has died', async () => {
  // A GPU on the CPU: where there is none, canvases are painted without the process.
  const { page, launched } = await open('page', [
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--enable-gpu-rasterization',
    '--ignore-gpu-blocklist',
  ]);
  const before = await settled(page);
  await page.evaluate(() => {
    const events: string[] = [];
    Object.assign(globalThis, { events });
    for (const lens of document.querySelectorAll('attn-lens')) {
      lens.shadowRoot?.addEventListener('contextrestored', () => events.push('restored'), true);
    }
  });
  const session = await launched.newBrowserCDPSession();
  const kill = session as unknown as { send(method: 'Browser.crashGpuProcess'): Promise<void> };
  await kill.send('Browser.crashGpuProcess');
  await expect.poll(() => page.evaluate('events.length')).toBeGreaterThanOrEqual(before.length);
  await expect.poll(() => seen(page)).toEqual(before);
  for (const painted of await ink(page)) expect(painted).toBeGreaterThan(1000);
  // What is kept of a matrix is drawn with each hover.
  const point = async () => {
    await page.locator('attn-lens .chip').nth(5).hover();
    return settled(page);
  };
  const after = await point();
  await page.reload();
  await page.locator('head-finder .verdict').waitFor();
  await settled(page);
  expect(after).toEqual(await point());
});

describe('canvases have as many pixels as are seen', () => {
  /** Bitmap against CSS pixels, of each canvas. */
  const density = (page: Page) =>
    page.evaluate(async () => {
      // An emulated screen has no frame of its own.
      await new Promise(requestAnimationFrame);
      return [...document.querySelectorAll('attn-lens')].flatMap((lens) =>
        [...(lens.shadowRoot?.querySelectorAll('canvas') ?? [])].map(
          (canvas) => Math.round((10 * canvas.width) / Number.parseFloat(canvas.style.width)) / 10,
        ),
      );
    });
  const all = (ratio: number) => Array.from({ length: 6 }, () => ratio);

  async function setScreen(session: CDPSession, deviceScaleFactor: number) {
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: 760,
      height: 900,
      deviceScaleFactor,
      mobile: false,
    });
    // Chromium may tell the page of another emulated screen only when it looks at media queries for another reason.
    const value = deviceScaleFactor === 1 ? 'no-preference' : 'reduce';
    const features = [{ name: 'prefers-reduced-transparency', value }];
    await session.send('Emulation.setEmulatedMedia', { features });
  }

  test('on another screen, and where the page is zoomed on it', async () => {
    // Playwright's own viewport would keep the page from being told of another screen.
    const { page, complaints } = await open('page', [], null);
    await expect.poll(() => density(page)).toEqual(all(1));
    const session = await page.context().newCDPSession(page);
    await setScreen(session, 2);
    await expect.poll(() => density(page)).toEqual(all(2));
    await page.evaluate(() => document.body.style.setProperty('zoom', '1.5'));
    await expect.poll(() => density(page)).toEqual(all(3));
    await setScreen(session, 1);
    await expect.poll(() => density(page)).toEqual(all(1.5));
    await page.evaluate(() => document.body.style.removeProperty('zoom'));
    await expect.poll(() => density(page)).toEqual(all(1));
    expect(complaints).toEqual([]);
  });
});

describe.each(['page', 'light'])('Dark Reader on the %s', (path) => {
  test('leaves every number its colour', async () => {
    const { page } = await open(path);
    await page.addScriptTag({ url: '/darkreader.js' });
    await page.evaluate(
      `DarkReader.setFetchMethod(fetch), DarkReader.enable({ brightness: 100, contrast: 90, sepia: 10 })`,
    );
    await expect
      .poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor))
      .not.toMatch('rgba(0, 0, 0, 0)');
    await settled(page);
    const found = await page.evaluate(() => {
      const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
      const brush = pixel as OffscreenCanvasRenderingContext2D;
      /** Relative luminance, as WCAG has it. */
      const light = (colour: string) => {
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = colour;
        brush.fillRect(0, 0, 1, 1);
        const [r = 0, g = 0, b = 0] = [...brush.getImageData(0, 0, 1, 1).data].map((part) => {
          const share = part / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const root = (tag: string) => document.querySelector(tag)?.shadowRoot as ShadowRoot;
      const card = (tag: string) =>
        light(getComputedStyle(root(tag).querySelector('.card') as Element).backgroundColor);
      const contrast = (one: number, other: number) =>
        (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      const cells = [...root('head-finder').querySelectorAll<HTMLElement>('.map [role=gridcell]')]
        .map((cell) => ({
          score: Number(cell.style.getPropertyValue('--score')),
          light: light(getComputedStyle(cell).backgroundColor),
        }))
        .sort((a, b) => a.score - b.score);
      const probe = getComputedStyle(root('attn-lens').querySelector('.probe') as Element);
      const ramp = [probe.borderBottomColor, probe.borderLeftColor].map(light);
      const legends = ['attn-lens', 'head-finder'].flatMap((tag) =>
        [...root(tag).querySelectorAll('.ramp i')].map(
          (bar) => getComputedStyle(bar).backgroundImage,
        ),
      );
      const arrows = [...root('qkv-sandbox').querySelectorAll('.plane .shaft')]
        .map((part) => getComputedStyle(part))
        .filter(({ stroke, strokeWidth }) => stroke !== 'none' && strokeWidth !== '0px')
        .map(({ stroke }) => contrast(light(stroke), card('qkv-sandbox')));
      return { cells, ramp, legends, arrows, lens: card('attn-lens'), finder: card('head-finder') };
    });
    const lights = found.cells.map(({ light }) => light);
    const [least = 0, most = 0] = found.ramp;
    expect(found.cells).toHaveLength(144);
    // From the ramp's one end towards its other, and never back.
    const rising = most > least ? lights : lights.toReversed();
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    expect(lights.at(-1)).toBeCloseTo(most, 1);
    expect(Math.abs((lights.at(-1) ?? 0) - (lights[0] ?? 0))).toBeGreaterThan(0.3);
    // The same bar everywhere.
    expect(found.legends.length).toBeGreaterThan(1);
    expect(new Set(found.legends).size).toBe(1);
    expect(Math.min(...found.arrows)).toBeGreaterThan(3);
  });
});
