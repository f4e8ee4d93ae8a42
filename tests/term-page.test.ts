// The note of a term on pages that have their own idea of where things are: pinched, zoomed, without a doctype.

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { launchBrowser, openPage } from './browser.js';

const SCRIPT =
  '<script type="module" src="/npm/attention-lens/dist/cdn/attn-term.js"></script><link rel="icon" href="data:,">';
const TEXT = '<p>A layer has twelve <attn-term>heads</attn-term>, side by side.</p>';
const PAGES: Readonly<Record<string, string>> = {
  '/standard': `<!doctype html><title>T</title>${SCRIPT}<main>${TEXT}<div></div>${TEXT}<div></div></main>`,
  '/quirks': `<title>T</title>${SCRIPT}<main>${TEXT}<div></div>${TEXT}<div></div></main>`,
};

let site: RunningServer;
let browser: Browser;

beforeAll(async () => {
  site = await serve({
    contentSecurityPolicy: null,
    first: ({ url = '' }, response) => {
      const html = PAGES[url];
      if (html === undefined) return false;
      response.setHeader('Content-Type', 'text/html').end(html);
      return true;
    },
  });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

interface Seen {
  readonly note: DOMRect;
  readonly word: DOMRect;
  /** What is seen of the page, in the window's coordinates. */
  readonly view: { left: number; top: number; right: number; bottom: number };
}

/** Opens the note of the second term and says where it is. */
const openNote = (page: Page) =>
  page.evaluate<Seen>(async () => {
    const term = document.querySelectorAll('attn-term')[1] as HTMLElement;
    const find = (part: string) => term.shadowRoot?.querySelector(`[part=${part}]`) as HTMLElement;
    find('term').click();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const { offsetLeft: left, offsetTop: top, width, height } = visualViewport as VisualViewport;
    return {
      note: find('note').getBoundingClientRect().toJSON(),
      word: find('term').getBoundingClientRect().toJSON(),
      view: { left, top, right: left + width, bottom: top + height },
    };
  });

function expectBeside({ note, word, view }: Seen): void {
  expect(note.left).toBeGreaterThanOrEqual(view.left + 7);
  expect(note.top).toBeGreaterThanOrEqual(view.top + 7);
  expect(note.right).toBeLessThanOrEqual(view.right - 7);
  expect(note.bottom).toBeLessThanOrEqual(view.bottom - 7);
  const apart = Math.max(word.top - note.bottom, note.top - word.bottom);
  expect(apart).toBeGreaterThanOrEqual(0);
  expect(apart).toBeLessThan(60);
}

const open = async (path: string, width = 400) => {
  const { page } = await openPage(browser, { viewport: { width, height: 900 } });
  await page.goto(`${site.url}${path}`);
  await page.addStyleTag({ content: 'div { height: 1500px }' });
  await page.waitForFunction(() => document.querySelector('attn-term')?.shadowRoot);
  return page;
};

const scrollToSecond = (page: Page) =>
  page.evaluate(() =>
    document.querySelectorAll('attn-term')[1]?.scrollIntoView({ block: 'center' }),
  );

test.each(['standard', 'quirks'])('beside its word on a page: %s', async (path) => {
  const page = await open(path);
  expect(await page.evaluate(() => document.compatMode)).toBe(
    path === 'quirks' ? 'BackCompat' : 'CSS1Compat',
  );
  await scrollToSecond(page);
  expectBeside(await openNote(page));
});

test.each(['body', 'main', 'html'])('where %s has `zoom`', async (zoomed) => {
  for (const zoom of [0.6, 1.5]) {
    const page = await open('standard', 600);
    await page.addStyleTag({ content: `${zoomed} { zoom: ${zoom} }` });
    await scrollToSecond(page);
    expectBeside(await openNote(page));
  }
});

test('within what is seen after a pinch, and goes along when that moves', async () => {
  const page = await open('standard');
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2.5 });
  await page.waitForFunction(() => visualViewport?.scale === 2.5);
  await scrollToSecond(page);
  const seen = await openNote(page);
  expect(seen.view.right - seen.view.left).toBe(160);
  expectBeside(seen);
});
