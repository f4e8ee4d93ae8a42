// Elements that a page moves to another document of its own, or makes there: an iframe's, a popup window's, that of
// picture-in-picture. They look and work as they did, with what they load later too.

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { launchBrowser, openPage } from './browser.js';
import { DESCRIBE_LOOKS, OPEN_LATE_PARTS, SCRIPT, STEPS } from './documents.js';

let browser: Browser;
let site: RunningServer;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await serve({
    contentSecurityPolicy: null,
    first: ({ url = '' }, response) => {
      if (url !== '/page') return false;
      response
        .setHeader('Content-Type', 'text/html')
        .end(`<!doctype html><title>A page</title>${SCRIPT}<main></main>`);
      return true;
    },
  });
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

const DOCUMENTS = {
  iframe: `(() => {
    const frame = document.createElement('iframe');
    frame.width = 1000;
    document.body.append(frame);
    return frame.contentWindow;
  })()`,
  popup: `open('about:blank', '', 'width=1000,height=700')`,
  'picture-in-picture': `documentPictureInPicture.requestWindow({ width: 1000, height: 700 })`,
};

/** Runs on the page with a click of the reader's, which windows need. */
async function click(page: Page, code: string): Promise<void> {
  await page.evaluate(`(() => {
    const button = document.body.appendChild(document.createElement('button'));
    button.id = 'go';
    globalThis.gone = new Promise((resolve, reject) => button.onclick = () => (async () => { ${code} })().then(resolve, reject));
  })()`);
  await page.locator('#go').click();
  await page.evaluate(`gone.then(() => document.querySelector('#go').remove())`);
}

test.each(Object.entries(DOCUMENTS))('in the document of: %s', async (_, makeWindow) => {
  const { page, complaints } = await openPage(browser, { viewport: { width: 1016, height: 900 } });
  await page.goto(`${site.url}page`);
  await click(page, `globalThis.other = await ${makeWindow}`);
  let expected: Record<string, string> | undefined;
  for (const [name, step] of Object.entries(STEPS)) {
    await page.evaluate(step);
    await page.evaluate(OPEN_LATE_PARTS);
    const looks = () => page.evaluate<Record<string, string>>(DESCRIBE_LOOKS);
    await expect
      .poll(async () => Object.values(await looks()), { message: name })
      .not.toContain('');
    expected ??= await looks();
    await expect.poll(looks, { message: name }).toEqual(expected);
  }
  expect(complaints).toEqual([]);
});
