// Firefox, which is stricter about what crosses documents: elements that a page moves to another document of its own, or makes
// there, look as they did.

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../../scripts/serve.js';
import { DESCRIBE_LOOKS, OPEN_LATE_PARTS, SCRIPT, STEPS } from '../documents.js';
import { type BrowserDriver, launchFirefox, type Point } from './drivers.js';

// Set by scripts/test.ts, which finds or installs it.
const path = process.env.ATTENTION_LENS_FIREFOX;

const WINDOWS = {
  iframe: `(() => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.width = 900;
    globalThis.other = frame.contentWindow;
  })()`,
  popup: `globalThis.other = open('about:blank', '', 'width=900,height=700')`,
};

let site: RunningServer;
let driver: BrowserDriver | undefined;

beforeAll(async () => {
  site = await serve({
    contentSecurityPolicy: null,
    first: ({ url }, response) => {
      if (url !== '/page') return false;
      response
        .setHeader('Content-Type', 'text/html')
        .end(`<!doctype html><title>A page</title>${SCRIPT}<main></main><button>Open</button>`);
      return true;
    },
  });
});

afterEach(async () => {
  await driver?.close();
  driver = undefined;
});

afterAll(() => site.close());

test.each(Object.entries(WINDOWS))('in the document of: %s', async (_, makeWindow) => {
  if (!path) throw new Error('No variable names a Firefox: see scripts/other-browsers.ts.');
  const firefox = await launchFirefox(path);
  driver = firefox;
  await firefox.goto(`${site.url}page`);
  // A window opens with a press of the reader's only.
  const at = await firefox.evaluate<Point>(`(() => {
    const button = document.querySelector('button');
    button.onclick = () => ${makeWindow};
    globalThis.errors = [];
    addEventListener('error', ({ message }) => errors.push(message));
    addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
    const { x, y, width, height } = button.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  })()`);
  await firefox.drag([at, at]);
  await expect.poll(() => firefox.evaluate('Boolean(globalThis.other)')).toBe(true);
  let expected: Record<string, string> | undefined;
  for (const [name, step] of Object.entries(STEPS)) {
    await firefox.evaluate(`(() => { ${step} })()`);
    await firefox.evaluate(OPEN_LATE_PARTS);
    const looks = () => firefox.evaluate<Record<string, string>>(DESCRIBE_LOOKS);
    await expect
      .poll(async () => Object.values(await looks()), { message: name })
      .not.toContain('');
    expected ??= await looks();
    await expect.poll(looks, { message: name }).toEqual(expected);
  }
  expect(await firefox.evaluate('errors')).toEqual([]);
});
