// The essay as a stand-alone page: light, usable with the keyboard, without a model, on paper, narrow and wide.

import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { launchBrowser, openPage, type WatchedPage } from './browser.js';
import { eventually } from './eventually.js';

const PATH = 'npm/attention-lens/dist/essay/index.html';
/** Gzipped bytes of script: to open the page and use its first widget, and to read all of it without a live run. */
const TO_OPEN = 60_000;
const TO_READ = 60_000;

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await serve();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function openEssay(options = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  await watched.page.goto(server.url + PATH);
  await scrollThrough(watched.page);
  await shown(watched.page);
  return watched;
}

/** All widgets are on screen, but the finder and the live run, which the reader asks for. */
async function shown(page: Page): Promise<void> {
  for (const id of ['dog', 'spaceship', 'smith', 'both-ways', 'pieces', 'encoder', 'picture']) {
    await page.locator(`#${id}:state(ready)`).waitFor();
  }
  await page.locator('#sandbox svg.plane').waitFor();
}

const sentence = (page: Page, id: string) => page.locator(`#${id} [part=sentence]`).textContent();

async function scrollThrough(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let top = 0; top < height; top += 600) {
    await page.evaluate((top) => window.scrollTo(0, top), top);
  }
}

test('opening and reading it costs at most 60 kB of script, a few recordings, no model, and nobody else is asked', async () => {
  const { page, requests, complaints } = await openPage(browser);
  await page.goto(server.url + PATH);
  await page.locator('#sandbox').scrollIntoViewIfNeeded();
  await page.locator('#sandbox svg.plane').waitFor();
  await page.waitForLoadState('networkidle');
  const opened = await scriptBytes(requests);
  expect(opened).toBeGreaterThan(0);
  expect(opened).toBeLessThanOrEqual(TO_OPEN);
  await scrollThrough(page);
  await shown(page);
  await page.waitForLoadState('networkidle');
  expect(await scriptBytes(requests)).toBeLessThanOrEqual(TO_READ);
  expect(requests.filter((url) => /\.(onnx|wasm|bin)$/.test(url))).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(server.url))).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

async function scriptBytes(requests: readonly string[]): Promise<number> {
  const names = requests.map((url) => new URL(url).pathname).filter((path) => path.endsWith('.js'));
  const files = await Promise.all(
    [...new Set(names)].map((path) =>
      readFile(new URL(`../dist/cdn/${path.split('/').at(-1)}`, import.meta.url)),
    ),
  );
  return files.reduce((sum, file) => sum + gzipSync(file).length, 0);
}

test.each([
  [360, 'light'],
  [1200, 'dark'],
] as const)(
  '%i pixels wide, %s: nothing sticks out, and axe finds nothing',
  async (width, colorScheme) => {
    const { page } = await openEssay({ viewport: { width, height: 800 }, colorScheme });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.context().close();
  },
);

describe.each([360, 1200])('%i pixels wide', (width) => {
  test('the note of no term covers its line or its paragraph while there is room', async () => {
    const { page } = await openEssay({ viewport: { width, height: 800 } });
    for (const term of await page.locator('.essay p attn-term').all()) {
      const word = term.locator('[part=term]');
      await word.evaluate((element) => element.scrollIntoView({ block: 'center' }));
      await word.focus();
      await page.keyboard.press('Shift');
      const covers = await term.evaluate((element) => {
        const part = (name: string) => element.shadowRoot?.querySelector(`[part=${name}]`);
        const [word, note] = [part('term'), part('note')];
        if (!note?.matches(':popover-open')) word?.dispatchEvent(new MouseEvent('click'));
        const box = note?.getBoundingClientRect();
        const paragraph = element.closest('p')?.getBoundingClientRect();
        if (!box || !paragraph || box.width === 0) return 'no note';
        const apart = (a: DOMRect, b: DOMRect) =>
          a.right <= b.left || a.left >= b.right || a.bottom <= b.top || a.top >= b.bottom;
        return apart(box, paragraph) ? '' : `${element.textContent} is covered`;
      });
      expect(covers).toBe('');
    }
    await page.context().close();
  });
});

test('a button in the text sets the widget to what the text says', async () => {
  const { page } = await openEssay();
  await page.getByRole('button', { name: 'head 5.5 on the second' }).click();
  await eventually(() => sentence(page, 'dog')).toContain('The second “dog” reads “on” 84 %');
  // The lens is out of sight there: the reader is taken to it, and back.
  const back = page.getByRole('button', { name: 'Back to the text' });
  expect(await back.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.textContent?.replace(/\s+/g, ' '))).toBe(
    'head 5.5 on the second “dog”',
  );

  await page.getByRole('button', { name: '0.5 looks at the last time itself' }).click();
  await eventually(() => sentence(page, 'smith')).toContain(
    'The second “Smith” reads the first “Smith” 67 %',
  );
  await page.getByRole('button', { name: 'head 0.4' }).click();
  await eventually(() => sentence(page, 'pieces')).toContain('“powers” reads “em” 94 %');
  await page.context().close();
});

test('the thermostat: the buttons divide the same scores by little and by a lot', async () => {
  const { page } = await openEssay();
  const strongest = () =>
    page
      .locator('#sandbox')
      .evaluate((sandbox: HTMLElementTagNameMap['qkv-sandbox']) => Math.max(...sandbox.weights));
  const before = await strongest();
  await page.getByRole('button', { name: 'divide by very little' }).click();
  await eventually(strongest).toBeGreaterThan(Math.max(before, 0.9));
  await page.getByRole('button', { name: 'divide by a lot' }).click();
  await eventually(strongest).toBeLessThan(0.4);
  await page.getByRole('button', { name: 'Put that row on the plane' }).click();
  await page.locator('#sandbox').getByText('GPT-2 small · head 5.5').waitFor();
  const divided = await strongest();
  expect(divided).toBeGreaterThan(0.7);
  expect(divided).toBeLessThan(0.8);
  await page.getByRole('button', { name: 'the same, undivided' }).click();
  await eventually(strongest).toBeGreaterThan(0.99);
  await page.context().close();
});

test('the finder comes when it is asked for, and drives the lens', async () => {
  const { page, requests } = await openEssay();
  expect(requests.filter((url) => url.includes('head-finder'))).toEqual([]);
  await page.getByRole('button', { name: 'Open the head finder' }).click();
  const finder = page.locator('head-finder');
  await finder.getByRole('button', { name: 'Attention sink' }).click();
  await eventually(() => page.locator('#dog').getAttribute('layer')).toBe('7');
  await page.context().close();
});

test('live: two wizards in the tiny model, all of layer 1 on the word after the first one', async () => {
  const { page, complaints } = await openEssay();
  const lens = page.locator('#live');
  await lens.getByRole('button', { name: /^Run live/ }).click();
  await lens.locator('.badge.live').waitFor();
  expect(await lens.locator('[part=badge]').textContent()).toContain('tiny');
  for (const head of [0, 1, 2, 3]) {
    await lens.evaluate((element: HTMLElementTagNameMap['attn-lens'], head) => {
      Object.assign(element, { layer: 1, head, token: 8 });
    }, head);
    await eventually(() => sentence(page, 'live')).toContain('The second “wizard” reads “found”');
  }
  // A machine without a GPU says so.
  expect(complaints.filter((text) => text !== 'No available adapters.')).toEqual([]);
  await page.context().close();
});

test('without script it can be read, numbers and all', async () => {
  const { page } = await openPage(browser, { javaScriptEnabled: false });
  await page.goto(server.url + PATH);
  const paragraphs = await page.locator('main :is(p, li)').allTextContents();
  const text = paragraphs.join(' ').replace(/\s+/g, ' ');
  expect(text).toContain('84 % of its attention goes to “on”, the word after the first “dog”');
  expect(text).toContain(
    'Here a lens shows head 5.5 on “John Smith is also the son of Fred Smith”',
  );
  expect(text).not.toContain('{{');
  expect(await page.getByRole('button', { name: 'Show it with 64 numbers' }).isVisible()).toBe(
    false,
  );
  await page.context().close();
});

test('every button in the text sets its lens to the head and the token that it names', async () => {
  const { page } = await openEssay();
  const buttons = await page.locator('button[data-layer]').all();
  expect(buttons.length).toBeGreaterThan(15);
  for (const button of buttons) {
    const wanted = await button.evaluate(({ dataset }) => ({ ...dataset }) as DOMStringMap);
    await button.evaluate((element) => (element as HTMLElement).click());
    const chosen = () =>
      page.locator(`#${wanted.for}`).evaluate((lens: HTMLElementTagNameMap['attn-lens']) => ({
        layer: String(lens.layer),
        head: String(lens.head),
        token: String(lens.token),
      }));
    const { layer, head, token } = wanted;
    await eventually(chosen).toEqual({ layer, head, token });
  }
  const text = await page.locator('#live').evaluate((lens) => (lens as { text?: string }).text);
  expect(text).toBe("She didn't");
  await page.context().close();
});

test('on paper: no buttons, no notes, nothing wider than the page', async () => {
  const { page } = await openEssay({ viewport: { width: 720, height: 1000 } });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  // Canvases follow their room a frame later; a busy machine has few frames.
  await eventually(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(720);
  expect(await page.locator('nav').isVisible()).toBe(false);
  expect(await page.getByRole('button', { name: 'Open the head finder' }).isVisible()).toBe(false);
  const colours = await page.evaluate(() => {
    const { color } = getComputedStyle(document.querySelector('.essay') as Element);
    const { backgroundColor } = getComputedStyle(document.documentElement);
    return { color, backgroundColor };
  });
  expect(colours).toEqual({ color: 'rgb(0, 0, 0)', backgroundColor: 'rgba(0, 0, 0, 0)' });
  // What only a reader in front of a screen can follow is left out, and so is a lens that has nothing to show.
  for (const name of ['divide by a lot', 'Show it with 64 numbers', 'put it into the live lens']) {
    expect(await page.getByRole('button', { name }).isVisible(), name).toBe(false);
  }
  for (const words of [
    'Rest on another word',
    'Walk through the words',
    'Compare:',
    'Words with a',
  ]) {
    expect(await page.getByText(words).first().isVisible(), words).toBe(false);
  }
  expect(await page.locator('#live').isVisible()).toBe(false);
  expect(await page.getByText('Head 4.11', { exact: true }).isVisible()).toBe(true);
  // The answers are printed, and folded again afterwards.
  await page.evaluate(() => {
    window.addEventListener('beforeprint', () => {
      document.body.dataset.open = String(document.querySelectorAll('details[open]').length);
    });
  });
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(await page.evaluate(() => document.body.dataset.open)).toBe('4');
  // The file may be here before the page has been told that it is printed.
  await eventually(() => page.locator('details[open]').count()).toBe(0);
  await page.context().close();
});

test('what is said of a term is its description', async () => {
  const { page } = await openEssay();
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const softmax = nodes.find(
    ({ role, name }) => role?.value === 'button' && name?.value === 'Softmax',
  );
  expect(softmax?.description?.value).toMatch(/^Turns scores into shares/);
  await page.context().close();
});

test('the tab key reaches every station', async () => {
  const { page } = await openEssay();
  await page.getByRole('link', { name: 'Reading the lens like an engineer' }).focus();
  await page.keyboard.press('Enter');
  const top = await page
    .locator('#engineer')
    .evaluate((heading) => heading.getBoundingClientRect().top);
  expect(top).toBeGreaterThanOrEqual(0);
  expect(top).toBeLessThan(200);
  // From there on, the next stop is in that station.
  await page.keyboard.press('Tab');
  expect(
    await page.evaluate(() =>
      document.activeElement?.closest('section')?.getAttribute('aria-labelledby'),
    ),
  ).toBe('engineer');
  await page.context().close();
});
