// The page of `npm start`, built and served as a reader gets it, under a strict Content-Security-Policy.

import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import type { Browser, Locator } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import type { AttnLens } from '../src/elements/attn-lens/attn-lens.js';
import type { LiveTrace } from '../src/runtime/index.js';
import { launchBrowser, openPage, type WatchedPage } from './browser.js';

let server: RunningServer;
let browser: Browser;
let recorded: number[][][][];

beforeAll(async () => {
  server = await serve();
  browser = await launchBrowser();
  const file = new URL('../traces/recordings/dog.json', import.meta.url);
  recorded = JSON.parse(await readFile(file, 'utf8')).attention;
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

async function openStartPage(options = {}): Promise<WatchedPage & { lens: Locator }> {
  const watched = await openPage(browser, options);
  await watched.page.goto(server.url);
  const lens = watched.page.locator('attn-lens');
  await lens.locator('.matrix [role=gridcell]').first().waitFor();
  return { ...watched, lens };
}

/** The numbers of the shown head as the accessible grid says them, [query][key]; `null` where masked. */
async function readGrid(lens: Locator): Promise<(number | null)[][]> {
  const rows = await lens
    .getByRole('grid', { name: 'Causal attention matrix' })
    .getByRole('row')
    .all();
  return Promise.all(
    rows.map(async (row) => {
      const names = await row
        .getByRole('gridcell')
        .evaluateAll((cells) => cells.map((cell) => cell.ariaLabel ?? ''));
      return names.map((name) => {
        const number = /: ([\d.]+) %$/.exec(name)?.[1];
        return number === undefined ? null : Number(number) / 100;
      });
    }),
  );
}

async function chooseHead(lens: Locator, layer: number, head: number): Promise<void> {
  await lens.getByRole('combobox', { name: 'Layer' }).selectOption(String(layer));
  await lens.getByRole('combobox', { name: 'head' }).selectOption(String(head));
}

test('asks the network for its own script, style and trace only', async () => {
  const { requests, complaints } = await openStartPage();
  expect(requests.map((url) => url.replace(server.url, '/'))).toEqual([
    '/',
    '/style.css',
    '/npm/attention-lens/dist/cdn/attn-lens.js',
    '/npm/attention-lens/traces/dog.json',
  ]);
  expect(complaints).toEqual([]);
});

test('head 4.11: every token from the second on gives more than .99 to the one before it', async () => {
  const { lens } = await openStartPage();
  await chooseHead(lens, 4, 11);
  const grid = await readGrid(lens);
  expect(grid).toHaveLength(17);
  for (let token = 1; token < 17; token++) {
    expect(grid[token]?.[token - 1]).toBeGreaterThan(0.99);
  }
});

test('head 5.5: the second “dog” gives .84 to “on”', async () => {
  const { lens } = await openStartPage();
  const grid = await readGrid(lens);
  expect(grid[10]?.[2]).toBeCloseTo(0.84, 2);
  await expect(lens.locator('.sentence').textContent()).resolves.toMatch(
    'The second “dog” reads “on” 84 %',
  );
});

test('every cell of every twelfth head is within .01 of the recorded float32', async () => {
  const { lens } = await openStartPage();
  for (let layer = 0; layer < 12; layer++) {
    const head = (7 * layer + 3) % 12;
    await chooseHead(lens, layer, head);
    const grid = await readGrid(lens);
    for (const [query, row] of grid.entries()) {
      for (const [key, said] of row.entries()) {
        const weight = recorded[layer]?.[head]?.[query]?.[key] ?? Number.NaN;
        if (key > query) expect(said).toBe(null);
        else expect(Math.abs((said ?? Number.NaN) - weight)).toBeLessThan(0.01);
      }
    }
  }
});

test('does not move what is under the pointer when another token is looked at', async () => {
  const { lens } = await openStartPage({ viewport: { width: 390, height: 800 } });
  const chips = lens.locator('.chip');
  const boxes = () => chips.evaluateAll((all) => all.map((chip) => chip.getBoundingClientRect().x));
  const before = await boxes();
  for (const index of [1, 6, 15]) {
    await chips.nth(index).hover();
    expect(await boxes()).toEqual(before);
  }
});

test('runs the reader’s own text live, from this page’s own origin only', async () => {
  const { page, lens, requests, complaints } = await openStartPage();
  const before = requests.length;
  const recording = await lens.locator('.matrix canvas').screenshot();
  await lens
    .getByRole('textbox', { name: 'Your own text' })
    .fill('The wizard raised his staff, and the wizard');
  const run = lens.getByRole('button', { name: 'Run live: tiny demo model, 7.5 MB' });
  await run.hover();
  // Parts of the lens that a reader may want; nothing that runs a model.
  const parts = /\/dist\/cdn\/attn-lens-[\w.-]+\.js$/;
  expect(requests.slice(before).filter((url) => !parts.test(url))).toEqual([]);
  await run.dblclick();
  await lens.locator('.badge.live').waitFor();
  expect(await lens.locator('.badge').textContent()).toMatch(/live · tiny demo model · WASM/);

  const fetched = requests.slice(before);
  expect(fetched.filter((url) => !url.startsWith(server.url))).toEqual([]);
  for (const part of [/layer\.00\.bin$/, /\.wasm$/, /\/gpt2-tokenizer-/, /\/worker-/]) {
    expect(
      fetched.filter((url) => part.test(url)),
      String(part),
    ).toHaveLength(1);
  }

  // Head 0.0 of the tiny model is its previous-token head, as models/tiny/README.md says.
  expect(await lens.locator('.matrix canvas').screenshot()).not.toEqual(recording);
  await chooseHead(lens, 0, 0);
  const grid = await readGrid(lens);
  expect(grid).toHaveLength(9);
  const previous = grid.slice(1).map((row, index) => row[index] ?? 0);
  expect(previous.reduce((sum, weight) => sum + weight) / previous.length).toBeGreaterThan(0.8);

  const next = (await lens.locator('.next li span').allTextContents()).map(Number.parseFloat);
  expect(next).toHaveLength(10);
  expect(next).toEqual([...next].sort((a, b) => b - a));
  expect(next.reduce((sum, p) => sum + p)).toBeLessThanOrEqual(100);

  // It now follows the typing, and loads nothing more.
  const loaded = requests.length;
  await lens.getByRole('textbox').fill('The dog on the ship ran off, and the dog');
  await expect.poll(() => lens.locator('.chip').count()).toBe(11);
  expect(requests).toHaveLength(loaded);
  await lens.getByRole('button', { name: 'Recording' }).click();
  expect(await lens.locator('.badge').textContent()).toMatch(/recorded · GPT-2 small/);
  expect(await page.evaluate(() => document.title)).toBe('What does a head look at?');
  // Chromium's own word on a machine without a GPU, which the probe has to ask for.
  expect(complaints.filter((line) => line !== 'No available adapters.')).toEqual([]);
});

test('takes any text a reader may paste', async () => {
  const { lens, page } = await openStartPage();
  const box = lens.getByRole('textbox');
  await lens.getByRole('button', { name: /^Run live/ }).click();
  // The badge is there with the first layer, the next tokens once the run is over.
  await lens.locator('.next li').first().waitFor();
  const texts = [
    '   ',
    '<|endoftext|> in the middle <|endoftext|>',
    'שלום עולם, مرحبا',
    '👩‍👩‍👧 e\u0301 \ud83d alone',
    '<script>alert(1)</script>',
    'long '.repeat(2000),
  ];
  for (const text of texts) {
    // Lone surrogates do not survive the protocol of the browser's driver, so the text crosses as char codes.
    const codes = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
    const run = await box.evaluate((element, units) => {
      const lens = (element.getRootNode() as ShadowRoot).host as AttnLens;
      const ran = new Promise<LiveTrace>((resolve) => {
        lens.addEventListener('attn-run', ({ trace }) => resolve(trace), { once: true });
      });
      (element as HTMLTextAreaElement).value = String.fromCharCode(...units);
      element.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      return ran.then(({ text, tokens, truncated }) => ({ text, tokens, truncated }));
    }, codes);
    const bytes = run.tokens.map((token) =>
      'text' in token ? Buffer.from(token.text) : Buffer.from(token.bytes, 'hex'),
    );
    expect(Buffer.concat(bytes).equals(Buffer.from(run.text)), text.slice(0, 40)).toBe(true);
    const wellFormed = Buffer.from(text).toString();
    if (run.truncated) expect(wellFormed.startsWith(run.text)).toBe(true);
    else expect(run.text).toBe(wellFormed);
    expect(await lens.locator('.chip').count()).toBe(run.tokens.length);
  }
  await expect(lens.locator('.cut').textContent()).resolves.toMatch(
    /^The text is 200\d tokens long\. Its first 128 were run/,
  );
  await box.fill('');
  await expect.poll(() => lens.locator('.problem').textContent()).toMatch(/no text|empty/);
  expect(await lens.locator('.chip').count()).toBe(128);
  expect(await page.locator('script').count()).toBe(1);
});

test('works with touch: a tap keeps a token, another one frees it', async () => {
  const { lens } = await openStartPage({ hasTouch: true, viewport: { width: 390, height: 800 } });
  const crew = lens.getByRole('button', { name: 'crew, 16 of 17' });
  await crew.tap();
  await expect(crew.getAttribute('aria-pressed')).resolves.toBe('true');
  await crew.tap();
  await expect(crew.getAttribute('aria-pressed')).resolves.toBe('false');
});

test('reaches everything with the tab key, in the order of the page', async () => {
  const { page } = await openStartPage();
  const names: string[] = [];
  for (let stop = 0; stop < 19; stop++) {
    await page.keyboard.press('Tab');
    names.push(
      await page.evaluate(() => {
        const focused = document.activeElement?.shadowRoot?.activeElement;
        return (
          focused?.ariaLabel ??
          focused?.closest('label')?.textContent?.trim() ??
          focused?.textContent?.trim() ??
          ''
        );
      }),
    );
  }
  expect(names.map((name) => name.replace(/\s+/g, ' '))).toEqual([
    'ignore the first token',
    'The, 1 of 17',
    'bytes',
    'All numbers of this token',
    expect.stringMatching(/^Layer/),
    expect.stringMatching(/^head/),
    'matrix',
    'lines',
    'Compare',
    'The reads The: 100.0 %',
    expect.stringMatching(/^layer 5, head 5/),
    'Previous token',
    'Attention sink',
    'Most decisive',
    'Your own text',
    'Run live: tiny demo model, 7.5 MB',
    'Take away',
    'saved output of a notebook in jessevig/bertviz',
    '',
  ]);
});

test.each([
  { name: 'wide', viewport: { width: 1200, height: 900 } },
  { name: '280 px', viewport: { width: 280, height: 800 } },
  { name: 'dark', colorScheme: 'dark' },
  { name: 'forced colours', forcedColors: 'active' },
])('$name: nothing is cut off and axe finds nothing', async ({ name: _, ...options }) => {
  const { page } = await openStartPage(options);
  const overflow = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    card: [...(document.querySelector('attn-lens')?.shadowRoot?.querySelectorAll('.card *') ?? [])]
      .filter(
        (element) => element.getBoundingClientRect().right > document.documentElement.clientWidth,
      )
      .map((element) => element.outerHTML),
  }));
  expect(overflow).toEqual({ page: 0, card: [] });
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(),
  );
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
