// One page, many widgets: what they share, what they leave behind, and the strictest policy they work under.

import { nodeResolve } from '@rollup/plugin-node-resolve';
import type { Browser, CDPSession, Page } from 'playwright';
import { rollup } from 'rollup';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import type { LiveTrace, Runtime } from '../src/runtime/index.js';
import { launchBrowser, openPage } from './browser.js';

const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self' blob:";
const LENS = '/npm/attention-lens/dist/cdn/attn-lens.js';
const TRACE = '/npm/attention-lens/traces/dog.json';

let browser: Browser;
let server: RunningServer;
/** Bodies of the pages that a test shows. */
let body: string;
let otherCopy: string;

beforeAll(async () => {
  otherCopy = await bundle();
  browser = await launchBrowser();
  server = await serve({
    contentSecurityPolicy: STRICT,
    first: ({ url }, response) => {
      const answer = { '/page': body, '/other.js': otherCopy, '/favicon.ico': '' }[url ?? ''];
      if (answer === undefined) return false;
      const type = url === '/page' ? 'text/html' : 'text/javascript';
      response.writeHead(200, { 'Content-Type': type });
      response.end(answer);
      return true;
    },
  });
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Another copy of the library: the npm modules, as a course site may bundle them, with a lens by another name. */
async function bundle(): Promise<string> {
  const entry = `
    import { AttnLens } from './dist/elements/attn-lens/attn-lens.element.js';
    customElements.define('other-lens', class extends AttnLens {});`;
  const build = await rollup({
    input: 'entry',
    plugins: [
      {
        name: 'entry',
        resolveId: (source) =>
          source === 'entry' ? new URL('../entry.js', import.meta.url).pathname : null,
        load: (id) => (id.endsWith('/entry.js') ? entry : null),
      },
      nodeResolve(),
    ],
    // It finds a runtime on the page and starts no worker.
    external: /worker\/worker\.js$/,
  });
  const { output } = await build.generate({ format: 'es', inlineDynamicImports: true });
  await build.close();
  return output[0].code;
}

async function open(
  content: string,
): Promise<{ page: Page; requests: readonly string[]; complaints: readonly string[] }> {
  body = `<!doctype html><title>A course</title><main>${content}</main>`;
  const watched = await openPage(browser);
  const all: string[] = [];
  watched.page.context().on('request', (request) => all.push(request.url()));
  await watched.page.goto(`${server.url}page`);
  return { ...watched, requests: all };
}

async function runLive(page: Page, lens: string, text: string): Promise<void> {
  const first = page.locator(lens);
  await first.locator('textarea').fill(text);
  await first.locator('[part=run]').click();
  await expect
    .poll(() => first.locator('.badge').textContent(), { timeout: 60_000 })
    .toMatch('live');
}

test('the strict page shows a recording and runs live, and nothing is refused', async () => {
  const { page, complaints } = await open(
    `<script type="module" src="${LENS}"></script><attn-lens src="${TRACE}"></attn-lens>`,
  );
  await expect
    .poll(() => page.locator('.badge').textContent(), { timeout: 60_000 })
    .toMatch('recorded');
  await runLive(page, 'attn-lens', 'The wizard raised his staff');
  expect(page.workers()).toHaveLength(1);
  // Chromium's own word where there is no GPU.
  expect(complaints.filter((text) => text !== 'No available adapters.')).toEqual([]);
});

test('twenty elements of two copies: one runtime, one worker, one download', async () => {
  const lenses = (tag: string) =>
    Array.from({ length: 10 }, () => `<${tag} src="${TRACE}"></${tag}>`).join('');
  const { page, requests } = await open(
    `<script type="module" src="${LENS}"></script><script type="module" src="/other.js"></script>
     ${lenses('attn-lens')}${lenses('other-lens')}`,
  );
  await page.locator('other-lens [part=token]').first().waitFor();
  // The first copy makes the runtime, for a reader who comes near one of its lenses; the other one finds it.
  await page.locator('attn-lens textarea').first().focus();
  await page.waitForFunction(() => Symbol.for('attention-lens/runtime@1') in globalThis);
  const traces = await page.evaluate(async () => {
    const elements = [...document.querySelectorAll('attn-lens, other-lens')];
    const done = elements.map(
      (element) =>
        new Promise<string>((resolve) => {
          element.addEventListener('attn-run', (event) => {
            resolve((event as Event & { trace: LiveTrace }).trace.text);
          });
        }),
    );
    elements.forEach((element, index) => {
      const root = element.shadowRoot as ShadowRoot;
      const box = root.querySelector('textarea') as HTMLTextAreaElement;
      box.value = `Text number ${index}`;
      box.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      (root.querySelector('[part=run]') as HTMLElement).click();
    });
    return Promise.all(done);
  });
  expect(traces).toEqual(Array.from({ length: 20 }, (_, index) => `Text number ${index}`));
  expect(page.workers()).toHaveLength(1);
  const files = requests.filter((url) => /\/models\/|\.wasm$|\/worker-/.test(url));
  expect(files.length).toBeGreaterThanOrEqual(5);
  expect(files).toEqual([...new Set(files)]);
});

/**
 * What stays: live JavaScript heap in bytes, and event listeners. What the last lens still waits for has its time
 * first, and collections follow each other until one finds nothing more.
 */
async function measure(
  page: Page,
  session: CDPSession,
): Promise<{ heap: number; listeners: number }> {
  let least = { heap: Number.POSITIVE_INFINITY, listeners: Number.POSITIVE_INFINITY };
  for (let same = 0; same < 5; ) {
    await page.clock.runFor(1000);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { jsEventListeners } = await session.send('Memory.getDOMCounters');
    const fell = usedSize < 0.999 * least.heap || jsEventListeners < least.listeners;
    same = fell ? 0 : same + 1;
    if (fell) least = { heap: usedSize, listeners: jsEventListeners };
  }
  return least;
}

test('a hundred lenses that came and went leave no worker, no listener and no heap', async () => {
  body = '';
  const { page } = await openPage(browser);
  await page.clock.install();
  body = `<!doctype html><title>A course</title><script type="module" src="${LENS}"></script><main></main>`;
  await page.goto(`${server.url}page`);
  const session = await page.context().newCDPSession(page);

  /** Each is on the page while it runs its text, and the next one follows. */
  const comeAndGo = async (count: number) => {
    await page.evaluate(
      async ([src, times]) => {
        await customElements.whenDefined('attn-lens');
        for (let time = 0; time < times; time++) {
          const lens = document.createElement('attn-lens');
          lens.setAttribute('src', src);
          const ran = new Promise((resolve) => lens.addEventListener('attn-run', resolve));
          document.querySelector('main')?.append(lens);
          await lens.updateComplete;
          const root = lens.shadowRoot as ShadowRoot;
          if (time % 10 === 0) {
            (root.querySelector('textarea') as HTMLTextAreaElement).value = `Text ${time}`;
            root.querySelector('textarea')?.dispatchEvent(new Event('input', { bubbles: true }));
            (root.querySelector('[part=run]') as HTMLElement).click();
            await ran;
          }
          lens.remove();
        }
      },
      [TRACE, count] as const,
    );
    await page.clock.fastForward(31_000);
    await expect.poll(() => page.workers().length, { timeout: 60_000 }).toBe(0);
  };

  // A hundred for what stays for good: scripts, stylesheets, words, and what V8 compiles of what runs often.
  await comeAndGo(100);
  const before = await measure(page, session);
  await comeAndGo(100);
  const after = await measure(page, session);
  // Not one per lens. Chromium's autofill may hold one field, and with it the lens it is in.
  expect(after.listeners - before.listeners).toBeLessThan(100);
  expect(after.heap / before.heap).toBeLessThan(1.1);
  const status = await page.evaluate(() => {
    const registry = globalThis as unknown as { [key: symbol]: Runtime };
    return registry[Symbol.for('attention-lens/runtime@1')]?.engine().status;
  });
  expect(status).toEqual({ state: 'idle' });
});
