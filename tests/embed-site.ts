// A server whose pages embed the page of an iframe, as a blog or a course page does, and a foreign server that nobody may ask.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Frame, Page } from 'playwright';
import { type RunningServer, serve } from '../scripts/serve.js';
import { openPage, type WatchedPage } from './browser.js';

export const EMBED = 'npm/attention-lens/dist/embed/index.html';

interface Embedded extends WatchedPage {
  readonly frame: Frame;
}

export class EmbedSite {
  /** Paths that pages of other origins may read. */
  shared = /^$/;
  /** What anyone asked of the foreign server. */
  readonly foreignRequests: string[] = [];
  #site: RunningServer | undefined;
  readonly #foreign: Server = createServer((request, response) => {
    this.foreignRequests.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('alert(1)');
  });

  static async start(): Promise<EmbedSite> {
    const started = new EmbedSite();
    await started.#start();
    return started;
  }

  async close(): Promise<void> {
    await this.#site?.close();
    this.#foreign.close();
    this.#foreign.closeAllConnections();
  }

  get url(): string {
    if (!this.#site) throw new Error('The server has not started.');
    return this.#site.url;
  }

  get foreignUrl(): string {
    return `http://127.0.0.1:${(this.#foreign.address() as AddressInfo).port}/`;
  }

  /** The host's page with the embed page in it. */
  async embed(browser: Browser, query: string): Promise<Embedded> {
    const watched = await openPage(browser);
    watched.page.on('dialog', (dialog) => {
      throw new Error(`A dialog opened: ${dialog.message()}`);
    });
    await watched.page.goto(`${this.url}host${query}`);
    return { ...watched, frame: await embedFrame(watched.page) };
  }

  async #start(): Promise<void> {
    this.#site = await serve({
      contentSecurityPolicy: null,
      first: ({ url = '' }, response) => {
        if (!this.shared.test(url)) response.removeHeader('Access-Control-Allow-Origin');
        if (url === '/moved.json') {
          response.writeHead(302, { Location: `${this.foreignUrl}trace.json` }).end();
          return true;
        }
        if (url === '/moved-here.json') {
          response.writeHead(302, { Location: '/npm/attention-lens/traces/dog.json' }).end();
          return true;
        }
        if (!url.startsWith('/host')) return false;
        response.setHeader('Content-Type', 'text/html');
        response.end(
          `<!doctype html><link rel="icon" href="data:,"><title>A course</title>
        <iframe class="attention-lens" sandbox="allow-scripts" width="600" height="150"
          src="/${EMBED}${url.slice('/host'.length).replaceAll('"', '%22')}"></iframe>
        <script src="/npm/attention-lens/dist/embed/host.js" async></script>`,
        );
        return true;
      },
    });
    await new Promise<void>((resolve) => this.#foreign.listen(0, '127.0.0.1', resolve));
  }
}

async function embedFrame(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('The iframe has no page.');
  return frame;
}
