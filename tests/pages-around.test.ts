// Elements on pages that others have changed: polyfills, libraries that replace what is built in, frozen intrinsics, the DOMs of
// unit tests, and pages that were opened as a file.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { launchBrowser, openPage } from './browser.js';

const SCRIPTS: Readonly<Record<string, URL>> = {
  '/scoped.js': new URL(
    '../node_modules/@webcomponents/scoped-custom-element-registry/scoped-custom-element-registry.min.js',
    import.meta.url,
  ),
  '/forced.js': new URL(
    '../node_modules/@webcomponents/custom-elements/custom-elements.min.js',
    import.meta.url,
  ),
};

/**
 * The behaviour of two functions of Prototype.js, which is in no package: `Array.from` and `entries` of 1.7.3 give a copy and know no
 * other arguments, `toJSON` of 1.6 makes a text of an array. And a `toJSON` of all objects, which is nobody's in particular.
 */
const REPLACED = `<script>
  Array.from = (list) => { const all = []; for (let i = 0; i < (list.length || 0); i++) all[i] = list[i]; return all; };
  Array.prototype.toJSON = function () { return '[' + this.length + ']'; };
  Array.prototype.entries = Array.prototype.toArray = function () { return this.slice(); };
  Object.prototype.toJSON = function () { return 'an object'; };
</script>`;

const FROZEN = `<script>
  for (const { prototype } of [Error, Object, Array, Function, Event, EventTarget, Promise, Element, HTMLElement])
    Object.freeze(prototype);
</script>`;

const AROUND: Readonly<Record<string, string>> = {
  'a polyfill of scoped registries': '<script src="/scoped.js"></script>',
  'a forced polyfill of custom elements':
    '<script>customElements.forcePolyfill = true</script><script src="/forced.js"></script>',
  'functions that replace those built in': REPLACED,
  'frozen intrinsics': FROZEN,
};

const TAGS = ['attn-model', 'attn-lens', 'head-finder', 'qkv-sandbox', 'attn-term'] as const;

const ELEMENTS = `<attn-model device="wasm">
  <attn-lens id="lens" src="/npm/attention-lens/traces/dog.json" token="3"></attn-lens>
  <head-finder for="lens" behaviour="previous"></head-finder>
  <qkv-sandbox></qkv-sandbox>
  <p>The <attn-term>head</attn-term></p>
</attn-model>`;

let browser: Browser;
let site: RunningServer;
let head = '';

beforeAll(async () => {
  browser = await launchBrowser();
  site = await serve({
    contentSecurityPolicy: null,
    first: ({ url = '' }, response) => {
      const script = SCRIPTS[url];
      if (script) {
        response.setHeader('Content-Type', 'text/javascript').end(readFileSync(script));
      } else if (url === '/page') {
        response.setHeader('Content-Type', 'text/html').end(
          `<!doctype html><title>A page</title><link rel="icon" href="data:,">${head}
          <script type="module" src="/npm/attention-lens/dist/cdn/attention-lens.js"></script>${ELEMENTS}`,
        );
      } else return false;
      return true;
    },
  });
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

describe.each(Object.entries(AROUND))('beside %s', (name, around) => {
  test('all elements work, a live run too', async () => {
    head = around;
    const { page, complaints } = await openPage(browser);
    await page.goto(`${site.url}page`);
    const text = (tag: string, part: string) =>
      page.evaluate(
        `document.querySelector('${tag}').shadowRoot?.querySelector('${part}')?.textContent ?? ''`,
      );
    await expect.poll(() => text('head-finder', '.verdict')).toMatch('4.11');
    await expect.poll(() => text('attn-lens', '.sentence')).toMatch('reads “on” >99.9');
    expect(await page.evaluate(`document.querySelector('qkv-sandbox').weights.length`)).toBe(3);
    await expect.poll(() => text('attn-term', '.name')).not.toBe('');
    const file = await page.evaluate(`document.querySelector('attn-lens').toJson()`);
    expect(JSON.parse(file as string).tokens).toHaveLength(17);
    // A polyfill in place of the browser's own registry has no internals, and so no states.
    const states = name.includes('forced') ? 0 : 1;
    const isReady = `CSS.supports('selector(:state(ready))') && document.querySelectorAll('attn-lens:state(ready)').length`;
    expect(await page.evaluate(isReady)).toBe(states);
    expect(await page.evaluate(`document.querySelector('attn-lens').status`)).toBe('ready');

    await page.evaluate(`document.querySelector('attn-lens').runLive('Some words')`);
    expect(await page.evaluate(`document.querySelector('attn-lens').shown.tokens.length`)).toBe(2);
    expect(complaints).toEqual([]);
  });

  test('all elements are defined: those of the page, those made later, and under another tag', async () => {
    head = around;
    const { page, complaints } = await openPage(browser);
    await page.goto(`${site.url}page`);
    const drawn = await page.evaluate(`Promise.all(${JSON.stringify(TAGS)}.map(async (tag) => {
      await customElements.whenDefined(tag);
      const elementClass = customElements.get(tag);
      elementClass.define('my-' + tag);
      await customElements.whenDefined('my-' + tag);
      const parsed = document.createElement('div');
      parsed.innerHTML = '<' + tag + '>head</' + tag + '>';
      document.body.append(parsed);
      const elements = [document.querySelector(tag), document.createElement(tag), document.createElement('my-' + tag), parsed.firstChild];
      for (const element of elements) {
        if (!element.isConnected) document.body.append(element);
        await element.updateComplete;
        if (!(element instanceof elementClass) || !element.shadowRoot?.firstElementChild) return element.localName;
      }
    }))`);
    expect(drawn).toEqual(TAGS.map(() => undefined));
    expect(complaints).toEqual([]);
  });
});

test('a page that was opened as a file says that it needs a server', async () => {
  const { page } = await openPage(browser);
  const folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
  await writeFile(
    join(folder, 'page.html'),
    `<!doctype html><title>A file</title>
     <script type="module" src="${site.url}npm/attention-lens/dist/cdn/attention-lens.js"></script>
     <link rel="icon" href="data:,"><attn-lens src="dog.json"></attn-lens><attn-model src="pack/"></attn-model>`,
  );
  await page.goto(pathToFileURL(join(folder, 'page.html')).href);
  const advice = 'Open it through a web server.';
  await expect
    .poll(() => page.evaluate(`document.querySelector('attn-lens').shadowRoot?.textContent`))
    .toMatch(advice);
  const failure = `customElements.whenDefined('attn-model').then(() =>
    document.querySelector('attn-model').engine.load().catch(({ code, advice }) => code + ': ' + advice))`;
  expect(await page.evaluate(failure)).toMatch(
    /^manifest-unreachable: .*Open it through a web server\.$/,
  );

  // The page for frames, all of its files beside it.
  await page.goto(`${new URL('../dist/embed/index.html', import.meta.url).href}?trace=none.json`);
  await expect
    .poll(() =>
      page.evaluate(
        `document.body.textContent + (document.querySelector('attn-lens')?.shadowRoot?.textContent ?? '')`,
      ),
    )
    .toMatch(advice);
  await rm(folder, { recursive: true });
});

test.each(['jsdom', 'happy-dom'])('elements live through a unit test in %s', async (name) => {
  const script = new URL('./unit-test-doms/try-elements.mjs', import.meta.url).pathname;
  const run = promisify(execFile)(process.execPath, [script, name]);
  await expect(run).resolves.toMatchObject({ stdout: '' });
});
