// Storybook as it is built: every story opens without complaint, shows something, and can be used by everybody.
// cspell:ignore auslassen erstes

import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import type { AttnLens } from '../src/elements/attn-lens/attn-lens.element.js';
import type { HeadFinder } from '../src/elements/head-finder/head-finder.js';
import { launchBrowser, openPage, type WatchedPage } from './browser.js';
import { eventually } from './eventually.js';

interface Entry {
  readonly id: string;
  readonly type: 'story' | 'docs';
}

const entries = readIndex();
const pages = entries.filter(({ type }) => type === 'docs').map(({ id }) => id);
const stories = entries.filter(({ type }) => type === 'story').map(({ id }) => id);
const storiesOf = (tag: string) => stories.filter((id) => id.startsWith(`${tag}--`));

/** What an element comes to in the stories where that is not `ready`, and what the browser logs on the way. */
const UNUSUAL: Readonly<Record<string, { status: string; complaints?: unknown[] }>> = {
  'attn-lens--empty': { status: 'empty' },
  'attn-lens--live': { status: 'empty' },
  'attn-lens--on-hugging-face': { status: 'empty' },
  'attn-lens--looked-up-first': { status: 'empty' },
  'attn-lens--broken-trace': { status: 'error' },
  'attn-lens--missing-file': { status: 'error', complaints: [expect.stringContaining('404')] },
  'attn-lens--switching-heads-off': { status: 'empty' },
  'attn-lens--cut-short': { status: 'empty' },
  'head-finder--asks-the-model': { status: 'empty' },
  'head-finder--empty': { status: 'empty' },
  'head-finder--missing-file': { status: 'error', complaints: [expect.stringContaining('404')] },
  'attn-lens--your-own-error-message': {
    status: 'error',
    complaints: [expect.stringContaining('404')],
  },
};

/** What the lens says when a story opens: what the story's description tells of it. */
const SENTENCES: Readonly<Record<string, string>> = {
  'attn-lens--dog': 'The second “dog” reads “on” 84 %.',
  'attn-lens--john-smith': 'The second “Smith” reads “is” 74 %.',
  'attn-lens--spaceship': '“approaching” reads “spaceship” 91 %.',
  'attn-lens--data-visualization': '“powers” reads “visualization” 76 %.',
  'attn-lens--artificial-intelligence': '“Intelligence” reads “ificial” 84 %.',
  'attn-lens--ignore-the-first-token': 'The second “dog” reads “on” 97 %.',
  'attn-lens--inline-script': '“approaching” reads “spaceship” 91 %.',
  'attn-lens--both-ways': '“it” reads “trophy”',
  'attn-lens--predict': 'Which token does “approaching” read most in head 4.3?',
};

/** The preset that a story of the sandbox opens with. */
const PRESSED: Readonly<Record<string, string>> = {
  'qkv-sandbox--start': 'Start',
  'qkv-sandbox--aim-at-k-2': 'Aim at k2',
  'qkv-sandbox--two-equal-keys': 'Two equal keys',
  'qkv-sandbox--opposite-key': 'Opposite key',
  'qkv-sandbox--all-alike': 'All alike',
  'qkv-sandbox--saturated': 'Saturated',
  'qkv-sandbox--a-value-far-out': 'A value far out',
};

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await serve({ contentSecurityPolicy: null });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

function readIndex(): Entry[] {
  const path = new URL('../storybook-static/index.json', import.meta.url);
  try {
    return Object.values(JSON.parse(readFileSync(path, 'utf8')).entries);
  } catch (cause) {
    throw new Error('There is no built Storybook. Run `npm run storybook:build` first.', { cause });
  }
}

/** The page of a story or of documentation, in a theme. Storybook's own axe is off: two at a time refuse to run. */
/** Also what a story makes for its reader to save. */
const isOurs = (url: string) => url.replace(/^blob:/, '').startsWith(server.url);

const frame = (id: string, viewMode: string, theme: string) =>
  `${server.url}storybook/iframe.html?id=${id}&viewMode=${viewMode}&globals=a11y.manual:!true;theme:${theme}`;

/** Shows another story, and plays what it has a reader do, as a click in Storybook's sidebar does, without loading the page anew. */
async function showStory(page: Page, storyId: string): Promise<void> {
  await page.evaluate((storyId) => {
    interface Channel {
      on(event: string, listener: (what: unknown) => void): void;
      emit(event: string, data: unknown): void;
    }
    const { __STORYBOOK_ADDONS_CHANNEL__: channel } = globalThis as unknown as {
      __STORYBOOK_ADDONS_CHANNEL__: Channel;
    };
    return new Promise<void>((resolve, reject) => {
      channel.on('storyRendered', (id) => id === storyId && resolve());
      for (const event of ['playFunctionThrewException', 'storyThrewException']) {
        channel.on(event, (error) => reject(new Error(JSON.stringify(error))));
      }
      channel.emit('setCurrentStory', { storyId, viewMode: 'story' });
    });
  }, storyId);
}

/** What axe finds in the story, leaving out the page around it, which is Storybook's. */
async function findViolations(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run('#storybook-root'),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

test('has stories', () => {
  expect(stories.length).toBeGreaterThan(10);
});

describe.each(['light', 'dark'])('%s', (theme) => {
  let watched: WatchedPage;

  beforeAll(async () => {
    watched = await openPage(browser);
    // A page of documentation first, so that every story is a change.
    await watched.page.goto(frame('attn-lens--docs', 'docs', theme));
    await watched.page.locator('attn-lens').last().waitFor();
    await watched.page.evaluate(axe.source);
  });

  afterAll(() => watched?.page.context().close());

  test.each([...storiesOf('attn-lens'), ...storiesOf('head-finder')])(
    '%s shows its element, complains of nothing, and axe finds nothing',
    async (id) => {
      const { page, requests, complaints } = watched;
      const before = complaints.length;
      await showStory(page, id);
      const [tag = ''] = id.split('--');
      await page.locator(`#storybook-root ${tag}:not(:state(loading))`).waitFor();
      const element = page.locator(`#storybook-root ${tag}`);
      const { status = 'ready', complaints: expected = [] } = UNUSUAL[id] ?? {};
      expect(await element.evaluate((shown: AttnLens | HeadFinder) => shown.status)).toBe(status);
      if (tag === 'attn-lens' && status === 'ready') {
        const sentence = element.locator('css=[part=sentence]').first();
        expect(await sentence.textContent()).toContain(SENTENCES[id] ?? ' reads ');
      }
      expect(complaints.slice(before)).toEqual(expected);
      expect(requests.filter((url) => !isOurs(url))).toEqual([]);
      expect(await findViolations(page)).toEqual([]);
    },
  );

  test.each(storiesOf('qkv-sandbox'))(
    '%s shows its sandbox, complains of nothing, and axe finds nothing',
    async (id) => {
      const { page, requests, complaints } = watched;
      const before = complaints.length;
      await showStory(page, id);
      const sandbox = page.locator('#storybook-root qkv-sandbox');
      await sandbox.locator('svg.plane').waitFor();
      if (id.endsWith('from-gpt-2')) await sandbox.getByText('GPT-2 small · head 5.5').waitFor();
      const broken = await sandbox.evaluate((element) => element.matches(':state(error)'));
      expect(broken).toBe(/broken-scene|error-message/.test(id));
      const pressed = PRESSED[id];
      if (pressed) {
        const preset = sandbox.getByRole('button', { name: pressed, pressed: true });
        await preset.waitFor();
      }
      expect(complaints.slice(before)).toEqual([]);
      expect(requests.filter((url) => !isOurs(url))).toEqual([]);
      expect(await findViolations(page)).toEqual([]);
    },
  );

  test.each([...storiesOf('attn-term'), ...storiesOf('attn-model')])(
    '%s shows its elements, plays, and axe finds nothing',
    async (id) => {
      const { page, requests, complaints } = watched;
      const before = complaints.length;
      await showStory(page, id);
      const [tag = ''] = id.split('--');
      const element = page.locator(`#storybook-root ${tag}:defined`).first();
      expect(await element.count()).toBe(1);
      const known = await element.evaluate((shown) => !shown.matches(':state(unknown)'));
      expect(known).toBe(id !== 'attn-term--unknown');
      const expected =
        id === 'attn-term--unknown' ? [expect.stringContaining('flux capacitor')] : [];
      expect(complaints.slice(before)).toEqual(expected);
      expect(requests.filter((url) => !isOurs(url))).toEqual([]);
      expect(await findViolations(page)).toEqual([]);
    },
  );

  test('the essay works here too', async () => {
    const { page, complaints } = watched;
    const before = complaints.length;
    await showStory(page, 'the-essay--the-attention-lens');
    await page.locator('#storybook-root #pieces:state(ready)').waitFor();
    await page.getByRole('button', { name: 'Head 7.2' }).click();
    await expect.poll(() => page.locator('#dog').getAttribute('layer')).toBe('7');
    expect(complaints.slice(before)).toEqual([]);
  });

  test('the toolbar sets the colour scheme', async () => {
    await showStory(watched.page, 'attn-lens--dog');
    const scheme = watched.page
      .locator('#storybook-root attn-lens')
      .evaluate((element) => getComputedStyle(element).colorScheme);
    expect(await scheme).toBe(theme);
  });
});

test('the toolbar sets the language, and which way the page runs', async () => {
  const { page } = await openPage(browser);
  await page.goto(`${frame('attn-lens--dog', 'story', 'light')};locale:de`);
  await page.locator('#storybook-root attn-lens').getByText('erstes Token auslassen').waitFor();
  await page.goto(`${frame('attn-lens--dog', 'story', 'light')};locale:he`);
  await page.locator('#storybook-root attn-lens:state(ready)').waitFor();
  const direction = page
    .locator('#storybook-root attn-lens')
    .evaluate((element) => getComputedStyle(element).direction);
  expect(await direction).toBe('rtl');
  await page.context().close();
});

test('the opening page shows the three instruments at work', async () => {
  const { page } = await openPage(browser);
  await page.goto(frame('start-here--docs', 'docs', 'light'));
  await page.locator('#welcome-lens:state(ready)').waitFor();
  await page.locator('qkv-sandbox svg.plane').waitFor();
  // The text speaks of what the lens shows, which the finder has set.
  const sentence = page.locator('#welcome-lens [part=sentence]');
  await page.locator('head-finder [part=verdict]').waitFor();
  await eventually(() => sentence.textContent()).toContain('“dog” reads the second “the”');
  for (const name of ['layer', 'head']) {
    await page
      .locator('#welcome-lens')
      .evaluate((lens, name) => lens.setAttribute(name, '5'), name);
  }
  await eventually(() => sentence.textContent()).toContain('The second “dog” reads “on”');
  await page.locator('head-finder').getByRole('button', { name: 'Attention sink' }).click();
  await eventually(() => page.locator('#welcome-lens').getAttribute('layer')).toBe('7');
  await page.context().close();
});

test.each(pages)(
  'the page %s opens without complaint, and axe finds nothing in its text',
  async (id) => {
    const { page, requests, complaints } = await openPage(browser);
    await page.goto(frame(id, 'docs', 'light'));
    await page.locator('.sbdocs-content h1').first().waitFor();
    await page.evaluate(axe.source);
    // The elements are checked as stories; what is around them is Storybook's own, but for the text.
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(
        '.sbdocs-content > :is(h1, h2, h3, p, ul, ol, table)',
      ),
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const failing = /(missing-file|own-error)/;
    expect(
      complaints.filter(
        (text) => !text.includes('404') && !failing.test(text) && !text.includes('attn-term'),
      ),
    ).toEqual([]);
    expect(requests.filter((url) => !isOurs(url))).toEqual([]);
    await page.context().close();
  },
);

test('a live run works from what Vite makes of the package: worker, model and .wasm are found', async () => {
  const { page, requests } = await openPage(browser);
  await page.goto(frame('attn-lens--live', 'story', 'light'));
  const lens = page.locator('#storybook-root attn-lens');
  await lens.getByRole('button', { name: /^Run live: tiny demo model/ }).click();
  await lens.locator('.badge.live').waitFor();
  expect(await lens.locator('.chip').count()).toBe(9);
  expect(requests.filter((url) => !isOurs(url))).toEqual([]);
});

test('the page of the element has its whole interface in one table', async () => {
  const { page } = await openPage(browser);
  await page.goto(frame('attn-lens--docs', 'docs', 'light'));
  const table = page.locator('.docblock-argstable').first();
  const cell = (name: string) => table.getByRole('cell', { name, exact: true });
  await cell('ignore-first').waitFor();
  for (const name of [
    'selection',
    'attn-head-change',
    '<slot name="error">',
    '::part(matrix)',
    '--attn-surface',
    ':state(ready)',
  ]) {
    expect(await cell(name).count(), name).toBe(1);
  }
  await page.context().close();
});
