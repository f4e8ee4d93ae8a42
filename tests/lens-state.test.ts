// The state of a lens, taken along: link, script tag and frame make the same lens in a fresh page.

import type { Browser, Frame, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import type { AttnLens } from '../src/elements/attn-lens/attn-lens.js';
import { launchBrowser, openPage } from './browser.js';

let site: RunningServer;
let browser: Browser;
/** What `/page` shows. */
let content = '';

const TRACES = '/npm/attention-lens/traces/';

beforeAll(async () => {
  site = await serve({
    contentSecurityPolicy: null,
    first: ({ url }, response) => {
      if (!url?.startsWith('/page')) return false;
      response.setHeader('Content-Type', 'text/html');
      response.end(`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>A page</title>
        <script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script>${content}`);
      return true;
    },
  });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

const eventually = <T>(value: () => Promise<T>) => expect.poll(value, { timeout: 60_000 });

/** Another reader's browser, on the page with `html` in it. */
async function fresh(html: string, address = 'page'): Promise<Page> {
  content = html;
  const { page } = await openPage(browser);
  await page.goto(`${site.url}${address}`);
  return page;
}

const lensIn = (page: Page | Frame) => page.locator('attn-lens');

async function ready(page: Page | Frame): Promise<void> {
  await lensIn(page).and(page.locator(':state(ready)')).waitFor();
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** The picture is all that is on screen: heads, views, stages, tokens, words. */
const pictureOf = (page: Page | Frame) =>
  lensIn(page).evaluate((lens) => (lens as AttnLens).toSvg());

/** What the picture says, but for its numbers: a file keeps weights in a byte each. */
const wordsOf = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, said]) => said?.replace(/[\d.]+ %/g, ''));

const codeOf = (page: Page, kind: 'script' | 'frame') =>
  lensIn(page).evaluate((lens, kind) => (lens as AttnLens).toEmbedCode(kind), kind);

/** Without what a page keeps to itself: where its trace is and how it was asked for. */
const attributesOf = (page: Page | Frame) =>
  lensIn(page).evaluate((lens) => {
    const own = ['src', 'lang', 'address', 'model'];
    const all = [...lens.attributes].filter(({ name }) => !own.includes(name));
    return Object.fromEntries(all.map(({ name, value }) => [name, value]));
  });

const STATES: readonly (readonly [name: string, attributes: string])[] = [
  ['a head and a token', 'layer="5" head="5" token="10"'],
  ['an average, the first token left out', 'layer="5" head="5" average token="10" ignore-first'],
  ['lines and their threshold', 'layer="5" head="5" token="3" view="lines" threshold="0.6"'],
  ['a finder', 'layer="4" head="11" finder="previous"'],
  ['another head beside it', 'layer="5" head="5" token="10" compare="4.11"'],
  ['an average beside it', 'layer="5" head="5" token="10" compare="4.*"'],
  [
    'another text beside it',
    `layer="5" head="5" token="3" compare="${TRACES.slice(1)}john-smith.json#5.1"`,
  ],
  ['parts hidden and locked', 'layer="5" head="5" hide="map live" lock="head token"'],
  [
    'a title',
    `layer="0" head="1" label="A &quot;title&quot; &lt;script&gt;alert(1)&lt;/script&gt;"`,
  ],
  ['a guess to be made', 'layer="5" head="5" token="10" predict'],
];

test.each(STATES)('%s', { timeout: 240_000 }, async (_, attributes) => {
  const page = await fresh(`<attn-lens src="${TRACES}dog.json" ${attributes}></attn-lens>`);
  await ready(page);
  const [script, frame] = [await codeOf(page, 'script'), await codeOf(page, 'frame')];
  const picture = await pictureOf(page);
  const before = await attributesOf(page);
  await page.context().close();

  const again = await fresh(script ?? '');
  await ready(again);
  await eventually(() => pictureOf(again)).toBe(picture);
  // Addresses are written in full.
  const compare = before.compare?.startsWith('npm/') ? site.url + before.compare : before.compare;
  const expected = { ...before, ...(compare && { compare }) };
  expect(await attributesOf(again)).toEqual(expected);
  await again.context().close();

  const framed = await fresh(frame ?? '');
  const inside = await (await framed.waitForSelector('iframe')).contentFrame();
  if (!inside) throw new Error('The iframe has no page.');
  await ready(inside);
  await eventually(() => pictureOf(inside)).toBe(picture);
  expect(await attributesOf(inside)).toMatchObject(expected);
  await framed.context().close();
});

test('stages, of a recording with vectors', { timeout: 240_000 }, async () => {
  const page = await fresh(
    `<attn-lens src="${TRACES}john-smith.json" layer="5" head="5" token="8" stage="masked"></attn-lens>`,
  );
  await ready(page);
  await eventually(() => pictureOf(page)).toMatch('scale and mask');
  const [picture, script] = [await pictureOf(page), await codeOf(page, 'script')];
  const again = await fresh(script ?? '');
  await ready(again);
  await eventually(() => pictureOf(again)).toBe(picture);
});

test('the address, after what a reader did', { timeout: 240_000 }, async () => {
  const lens = `<attn-lens src="${TRACES}dog.json" address></attn-lens>`;
  const page = await fresh(lens);
  await ready(page);
  const inLens = lensIn(page);
  await inLens.getByRole('button', { name: 'Previous token' }).click();
  await inLens.locator('[data-side=token] [data-index="10"]').click();
  await inLens.getByRole('switch').click();
  await inLens.getByRole('button', { name: 'lines' }).click();
  await inLens.getByRole('slider').fill('70');
  await inLens.getByRole('button', { name: 'Compare' }).click();
  await page.mouse.move(1, 1);
  await eventually(async () => page.url()).toMatch(/compare/);
  await inLens.locator('.lines.second').waitFor();
  const [picture, hash] = [await pictureOf(page), new URL(page.url()).hash];
  for (const part of [
    'layer:4',
    'head:11',
    'token:10',
    'ignore-first',
    'view:lines',
    'finder:previous',
  ])
    expect(hash).toMatch(part);
  const again = await fresh(lens, `page${hash}`);
  await ready(again);
  await eventually(() => pictureOf(again)).toBe(picture);
});

test('a live run with heads off: the numbers come along, or the text does', {
  timeout: 480_000,
}, async () => {
  const page = await fresh(
    '<attn-lens model="tiny" text="The wizard raised his" layer="1" head="1" token="2" address="w"></attn-lens>',
  );
  await lensIn(page).locator('.run').click();
  await lensIn(page).locator('.next li').first().waitFor({ timeout: 120_000 });
  await lensIn(page).getByText('Switch heads off').click();
  await lensIn(page).locator('[data-off=head]').click();
  const said = (at: Page | Frame) => lensIn(at).locator('.said').textContent();
  await eventually(() => said(page)).toMatch('Without 1.1');
  await page.mouse.move(1, 1);
  const sentence = await said(page);
  const [script, frame] = [await codeOf(page, 'script'), await codeOf(page, 'frame')];
  const picture = await pictureOf(page);
  const { hash } = new URL(page.url());
  await page.context().close();

  // The trace is in the code: the same picture without any model.
  const again = await fresh(script ?? '');
  await ready(again);
  await eventually(async () => wordsOf(await pictureOf(again))).toEqual(wordsOf(picture));
  expect((await attributesOf(again)).ablate).toBe('1.1');
  await again.context().close();

  for (const html of [`<attn-lens model="tiny" address="w"></attn-lens>`, frame ?? '']) {
    const other = await fresh(html, html === frame ? 'page' : `page${hash}`);
    const inside =
      html === frame ? await (await other.waitForSelector('iframe')).contentFrame() : other;
    if (!inside) throw new Error('The iframe has no page.');
    await eventually(() => lensIn(inside).locator('textarea').inputValue()).toBe(
      'The wizard raised his',
    );
    await lensIn(inside).locator('.run').click();
    await eventually(() => said(inside)).toBe(sentence);
    expect(await attributesOf(inside)).toMatchObject({
      layer: '1',
      head: '1',
      token: '2',
      ablate: '1.1',
    });
    await other.context().close();
  }
});
