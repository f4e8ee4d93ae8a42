// Firefox: canvases have the pixels that are seen, also where the page is zoomed after they were drawn.

import { expect, test } from 'vitest';
import { servePages } from './pages.js';

const PAGE = `<!doctype html><title>A page</title><link rel="icon" href="data:,">
<script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script>
<body>
<attn-lens src="/npm/attention-lens/traces/dog.json" layer="5" head="5" compare="4.11"></attn-lens>
<attn-lens src="/npm/attention-lens/traces/dog.json" view="lines"></attn-lens>`;

const open = servePages({ '/page': PAGE });

test('a page that is zoomed when pictures are drawn has sharp ones', async () => {
  const browser = await open('Firefox', '/page');
  /** Pixels of the bitmap against pixels of the screen, of each canvas. */
  const sharpness = () =>
    browser.evaluate<number[]>(`[...document.querySelectorAll('attn-lens')].flatMap((lens) =>
        [...(lens.shadowRoot?.querySelectorAll('canvas') ?? [])].map((canvas) => {
          const drawn = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
          const seen = canvas.getBoundingClientRect().width * devicePixelRatio;
          return drawn ? Math.round((20 * canvas.width) / seen) / 20 : 0;
        }))`);
  for (const zoom of ['1', '1.5', '2', '1']) {
    await browser.evaluate(`document.body.style.setProperty('zoom', '${zoom}')`);
    await expect
      .poll(sharpness, { timeout: 60_000, message: `zoom ${zoom}` })
      .toEqual([1, 1, 1, 1, 1]);
  }
});
