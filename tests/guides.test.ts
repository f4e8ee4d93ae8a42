// Every code sample of the guides and of the stories, run as it stands: HTML as a page of its own, JavaScript as its module, CSS
// on a page with a lens, headers as the policy of a page.

import { readdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { byProperty, inline } from '../stories/samples.js';
import { launchBrowser } from './browser.js';

const CDN = 'https://cdn.jsdelivr.net/';
const GUIDES = new URL('../stories/guides/', import.meta.url);

interface Sample {
  /** The guide and the place in it, from 1: `models 2`. */
  readonly id: string;
  readonly language: string;
  readonly code: string;
}

const guides: Sample[] = readdirSync(GUIDES).flatMap((file) => {
  const text = readFileSync(new URL(file, GUIDES), 'utf8');
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', code = ''], at) => ({
    id: `${file.replace('.mdx', '')} ${at + 1}`,
    language,
    code,
  }));
});

/** What the stories show as their code where it is not what Storybook writes down of them. */
const inStories: Sample[] = [
  { id: 'stories: a trace by property', language: 'html', code: byProperty },
  { id: 'stories: a trace in the page', language: 'html', code: inline },
];

const samples = [...guides, ...inStories];

/** What the page must come to, and what a sample needs around it. */
interface Trial {
  readonly around?: string;
  readonly check: (page: Page, said: readonly string[]) => Promise<void>;
}

const ELEMENT = '<script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script>';

const LENS = `<script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script>
  <attn-lens id="lens" src="/npm/attention-lens/traces/dog.json" layer="5" head="5" token="10"></attn-lens>`;

/** The same with a runtime on the page from the start: that of another copy of the library, which knows its worker. */
const LENS_AND_RUNTIME = `<script type="module" src="/npm/attention-lens/dist/cdn/attn-model.js"></script>
  <attn-model>${LENS}</attn-model>`;

const sentence = (page: Page, lens = 'attn-lens') =>
  page.locator(`${lens} >> css=[part=sentence]`).textContent();
const style = (page: Page, part: string, property: string) =>
  page
    .locator(`attn-lens >> css=[part=${part}]`)
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

async function runLive(page: Page, label?: string): Promise<void> {
  const lens = label ? page.locator(`attn-lens[label="${label}"]`) : page.locator('attn-lens');
  await lens.getByRole('button', { name: /^Run/ }).click();
  await lens.locator('.badge.live').waitFor({ timeout: 100_000 });
}

const TRIALS: Readonly<Record<string, Trial>> = {
  'quick-start 1': {
    check: (page) => expect.poll(() => sentence(page)).toContain('“dog” reads “on” 84 %'),
  },
  'quick-start 2': {
    check: async (page) => {
      await page.locator('attn-lens:state(ready)').waitFor();
      expect(await page.locator('attn-lens').getAttribute('head')).toBe('11');
    },
  },
  'quick-start 3': {
    around: LENS,
    check: async (page, said) => {
      await page.getByRole('combobox', { name: 'Layer' }).selectOption('4');
      expect(said).toContain('The reader looks at head 4.5.');
    },
  },
  'quick-start 4': {
    check: async (page) => {
      await page.locator('head-finder').getByText('4.11').first().waitFor();
      await page.locator('qkv-sandbox svg.plane').waitFor();
      await expect.poll(() => page.locator('#lens').getAttribute('head')).toBe('11');
    },
  },
  'embedding 1': {
    check: async (page) => {
      await expect.poll(() => page.locator('#lens').getAttribute('layer')).toBe('7');
      expect(await page.locator('#lens [part=live]').count()).toBe(0);
    },
  },
  'embedding 2': {
    around: '<attn-lens>Later</attn-lens>',
    check: async (page) => {
      const box = await page.locator('attn-lens').boundingBox();
      expect(box?.height).toBe(640);
    },
  },
  'embedding 3': {
    check: async (page) => {
      await page.locator('attn-lens:state(ready)').waitFor();
      expect(await page.locator('attn-lens [part=badge]').textContent()).toContain(
        'two tokens by hand',
      );
    },
  },
  'embedding 4': {
    check: async (page) => {
      await page.getByRole('button', { name: 'logit lens' }).click();
      await page.getByText('as if it were the last layer').waitFor();
      await page.getByRole('button', { name: 'head' }).click();
      await page.getByText('One unit of attention').waitFor();
    },
  },
  'embedding 5': {
    check: (page) =>
      page
        .frameLocator('iframe')
        .locator('attn-lens .sentence', { hasText: 'reads “on” 84 %' })
        .waitFor({ timeout: 60_000 }),
  },
  'stories: a trace by property': {
    around: ELEMENT,
    check: (page) => page.locator('attn-lens:state(ready)').waitFor(),
  },
  'stories: a trace in the page': {
    around: ELEMENT,
    check: (page) => expect.poll(() => sentence(page)).toContain('“approaching” reads “spaceship”'),
  },
  'models 1': {
    check: async (page) => {
      await runLive(page);
      expect(await page.locator('attn-lens [part=badge]').textContent()).toContain('tiny');
    },
  },
  'models 2': {
    check: (page) =>
      expect
        .poll(async () => (await page.locator('attn-lens [part=run]').textContent())?.trim())
        .toMatch(/^Run live: GPT-2 small from Hugging Face, 498\sMB once, 126\sMB kept$/),
  },
  'models 3': {
    around: LENS,
    check: async (page) => {
      const asked = page.waitForRequest('https://example.org/models/gpt2/manifest.json');
      await page.locator('attn-lens').getByRole('button', { name: /^Run/ }).click();
      await asked;
    },
  },
  'csp 1': {
    around: LENS,
    check: async (page, said) => {
      await expect.poll(() => sentence(page)).toContain('“dog” reads “on” 84 %');
      await runLive(page);
      expect(said.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    },
  },
  'theming 1': {
    around: `<div class="dark-slide">${LENS}</div>`,
    check: (page) =>
      expect.poll(() => style(page, 'card', 'background-color')).toBe('rgb(22, 24, 29)'),
  },
  'theming 2': {
    around: LENS,
    check: async (page) => {
      await expect.poll(() => style(page, 'card', 'background-color')).toBe('rgb(253, 246, 227)');
      expect(await style(page, 'card', 'border-top-left-radius')).toBe('0px');
    },
  },
  'theming 3': {
    around:
      '<script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script><attn-lens src="/nowhere.json"></attn-lens>',
    check: async (page) => {
      await page.locator('attn-lens:state(error)').waitFor();
      expect(await style(page, 'header', 'border-bottom-style')).toBe('double');
      const outline = await page
        .locator('attn-lens')
        .evaluate((element) => getComputedStyle(element).outlineStyle);
      expect(outline).toBe('dashed');
    },
  },
  'accessibility 1': {
    check: async (page) => {
      await page.getByRole('region', { name: 'Who reads the dog?' }).waitFor();
      await page.getByRole('region', { name: 'Who reads Smith?' }).waitFor();
    },
  },
  'accessibility 2': {
    around: `<p role="status"></p>${LENS}`,
    check: async (page) => {
      await page.locator('attn-lens [part~=token]').nth(3).click();
      await expect
        .poll(() => page.getByRole('status').first().textContent())
        .toBe('Token 3 is chosen.');
    },
  },
  'writing-a-finder 1': {
    check: (_, said) =>
      expect
        .poll(() => said.find((line) => line.includes('reads itself most')))
        .toMatch(/^\d+\.\d+ reads itself most: \d\.\d\d$/),
  },
  'sharing-one-runtime 1': {
    check: async (page) => {
      await runLive(page, 'First');
      await runLive(page, 'Second');
      expect(page.workers()).toHaveLength(1);
    },
  },
  'sharing-one-runtime 3': {
    around: LENS_AND_RUNTIME,
    check: (_, said) =>
      expect
        .poll(() => said.find((line) => line.startsWith('0.0 gives')), { timeout: 100_000 })
        .toMatch(/ (?:9\d|100) %\.$/),
  },
  'sharing-one-runtime 2': {
    around: LENS_AND_RUNTIME,
    check: async (page, said) => {
      await runLive(page);
      await expect.poll(() => said).toContain('The model is ready.');
    },
  },
};

/** The names by which the samples import the package, and where it is here. */
const IMPORTS = {
  'attention-lens/attn-lens': '/npm/attention-lens/dist/cdn/attn-lens.js',
  'attention-lens/heads': '/npm/attention-lens/dist/runtime/heads/index.js',
  'attention-lens/runtime': '/npm/attention-lens/dist/runtime/index.js',
  'attention-lens/trace': '/npm/attention-lens/dist/runtime/trace/index.js',
  'attention-lens/traces/': '/npm/attention-lens/traces/',
};

function pageOf({ language, code }: Sample, around: string): string {
  const head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Sample</title>';
  if (language === 'html') return head + around + code;
  if (language === 'css') return `${head}<style>${code}</style>${around}`;
  if (language === 'http') return head + around;
  if (language === 'js') {
    const map = `<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>`;
    return `${head}<body>${map}${around}<script type="module">${code}</script>`;
  }
  throw new Error(`There is no way yet to run a sample in "${language}".`);
}

let server: RunningServer;
let browser: Browser;
let shown = { html: '', policy: '' };

beforeAll(async () => {
  browser = await launchBrowser();
  server = await serve({
    contentSecurityPolicy: null,
    first: (request, response) => {
      const { url } = request;
      // As beside a page of theirs.
      if (url?.startsWith('/traces/')) request.url = `/npm/attention-lens${url}`;
      if (url !== '/sample') return false;
      if (shown.policy) response.setHeader('Content-Security-Policy', shown.policy);
      response.setHeader('Content-Type', 'text/html');
      response.end(shown.html);
      return true;
    },
  });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test('every guide and story has its samples, and every sample its trial', () => {
  expect(samples.map(({ id }) => id).sort()).toEqual(Object.keys(TRIALS).sort());
});

test.each(samples)('$id ($language) does what the guide says', async (sample) => {
  const trial = TRIALS[sample.id];
  if (!trial) throw new Error(`${sample.id} has no trial.`);
  const context = await browser.newContext();
  // The CDN, as far as the samples can tell.
  await context.route(`${CDN}**`, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace(CDN, server.url) });
    await route.fulfill({ response });
  });
  await context.route('https://your-site.example/lens/**', async (route) => {
    const url = route
      .request()
      .url()
      .replace('https://your-site.example/lens/', `${server.url}npm/`);
    await route.fulfill({ response: await route.fetch({ url }) });
  });
  await context.route('https://example.org/**', (route) => route.fulfill({ status: 404 }));
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  shown = {
    html: pageOf(sample, trial.around ?? ''),
    policy:
      sample.language === 'http'
        ? sample.code.replace(/^Content-Security-Policy:\s*/, '').trim()
        : '',
  };
  await page.goto(`${server.url}sample`);
  await trial.check(page, said);
  expect(said.filter((line) => line.startsWith('error: '))).toEqual([]);
  await context.close();
});
