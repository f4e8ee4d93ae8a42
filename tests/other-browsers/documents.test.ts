// Firefox, which is stricter about what crosses documents: elements that a page moves to another document of its own, or makes
// there, look as they did.

import { expect, test } from 'vitest';
import { DESCRIBE_LOOKS, OPEN_LATE_PARTS, SCRIPT, STEPS } from '../documents.js';
import type { Point } from './drivers.js';
import { servePages } from './pages.js';

const WINDOWS = {
  iframe: `(() => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.width = 900;
    globalThis.other = frame.contentWindow;
  })()`,
  popup: `globalThis.other = open('about:blank', '', 'width=900,height=700')`,
};

const PAGE = `<!doctype html><title>A page</title>${SCRIPT}<main></main><button>Open</button>`;
const open = servePages({ '/page': PAGE }, { contentSecurityPolicy: null });

test.each(Object.entries(WINDOWS))('in the document of: %s', async (_, makeWindow) => {
  const firefox = await open('Firefox', '/page');
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
