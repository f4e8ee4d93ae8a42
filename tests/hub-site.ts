// A browser, the strictest hub, and a site on a strict policy whose pages name models of it.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { type RunningServer, serve } from '../scripts/serve.js';
import { fileOf } from '../src/convert/testing/synthetic-checkpoint.js';
import { GPT2_SMALL } from '../src/convert/testing/synthetic-pack.js';
import type { ModelArchitecture } from '../src/runtime/packs/manifest.js';
import { watchUnhandled } from './browser.js';
import { eventually } from './eventually.js';
import { type HubFilesByPath, StrictHub } from './strict-hub.js';

/** A small model of more tokens than the first rows are. */
export const SMALL: ModelArchitecture = {
  ...GPT2_SMALL,
  ...{ layers: 3, heads: 2, dModel: 32, dInner: 64 },
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self' https://huggingface.co https://mirror.huggingface.co https://*.hf.co",
  "worker-src 'self'",
  "img-src 'self' blob:",
  "frame-src 'self'",
].join('; ');

export class HubSite {
  readonly hub: StrictHub;
  readonly browser: Browser;
  readonly #site: RunningServer;

  private constructor(hub: StrictHub, browser: Browser, site: RunningServer) {
    this.hub = hub;
    this.browser = browser;
    this.#site = site;
  }

  static async start(): Promise<HubSite> {
    const hub = await StrictHub.start();
    const executablePath = process.env.ATTENTION_LENS_BROWSER;
    const browser = await chromium.launch({
      ...(executablePath && { executablePath }),
      args: ['--no-sandbox', ...hub.browserArguments],
    });
    const site = await serve({
      contentSecurityPolicy: POLICY,
      first: ({ url = '' }, response) => {
        const { pathname, searchParams } = new URL(url, 'http://site.example');
        const model = searchParams.get('model');
        const pages: Record<string, string> = {
          '/page': `<script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script>
            <attn-lens src="/npm/attention-lens/traces/dog.json" model="${model}"></attn-lens>`,
          '/frame': `<iframe sandbox="allow-scripts" width="800" height="900"
            src="/npm/attention-lens/dist/embed/index.html?model=${model}"></iframe>`,
          '/empty': '<p>Nothing.</p>',
        };
        const body = pages[pathname];
        if (body === undefined) return false;
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end(
          `<!doctype html><title>A course</title><link rel="icon" href="data:,">${body}`,
        );
        return true;
      },
    });
    return new HubSite(hub, browser, site);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#site.close();
    await this.hub.close();
  }

  /** As of a hub that nobody has asked for anything, and that has nothing. */
  reset(): void {
    this.hub.reset();
    this.hub.repositories.clear();
  }

  /** One of its pages. `runtime` is there that of the page, to which scripts from a CDN have no other way. */
  async open(context: BrowserContext, kind: 'page' | 'frame' | 'empty', model = ''): Promise<Page> {
    const page = await context.newPage();
    watchUnhandled(page);
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'runtime', {
        get: () =>
          Object.getOwnPropertySymbols(globalThis)
            .map((key) => (globalThis as unknown as Record<symbol, object | null>)[key])
            .find((value) => typeof value === 'object' && value !== null && 'configure' in value),
      });
    });
    await page.goto(`${this.#site.url}${kind}?model=${encodeURIComponent(model)}`);
    return page;
  }

  /** A page with a lens on a recording, and the model that it may run. */
  async visit(context: BrowserContext, model: string): Promise<Page> {
    const page = await this.open(context, 'page', model);
    await page.locator('attn-lens [part=token]').first().waitFor();
    return page;
  }

  /** Of the processes of pages: the most memory that one of them has had. */
  async peakMegabytes(): Promise<number> {
    const session = await this.browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    const peaks = await Promise.all(
      renderers.map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
        return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1e3;
      }),
    );
    return Math.max(...peaks);
  }
}

/** A page, or a frame of one. */
type LensPlace = Pick<Page, 'locator'>;

export const runButton = (place: LensPlace) => place.locator('attn-lens [part=run]');

export const textOf = async (place: LensPlace, part: string) =>
  (await place.locator(`attn-lens [part=${part}]`).textContent())?.replace(/\s+/g, ' ').trim();

/** Looks up what a model costs, and loads it. */
export async function lookUpAndLoad(place: LensPlace): Promise<void> {
  await runButton(place).click();
  await eventually(() => textOf(place, 'run')).toMatch(
    /from Hugging Face|kept from an earlier visit/,
  );
  await load(place);
}

/** Presses again where the press before was taken for the second one of a double click, which loads nothing. */
export const load = (place: LensPlace) =>
  eventually(async () => {
    await runButton(place).press('Enter');
    return textOf(place, 'live');
  }).toMatch(/Loading|it runs as you type|cannot|could not/);

export const untilLive = (place: LensPlace) =>
  eventually(() => textOf(place, 'live')).toMatch(/it runs as you type/);

/** Of a folder, as a hub has them. */
export async function filesIn(folder: string, names: readonly string[]): Promise<HubFilesByPath> {
  const files = names.map(
    async (name) => [name, fileOf(await readFile(join(folder, name)))] as const,
  );
  return new Map(await Promise.all(files));
}
