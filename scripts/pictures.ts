// `npm run pictures`: the pictures of the README and of docs/architecture.md, taken from the built page and drawn from a
// recording. Build first.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { chromium, type Page } from 'playwright';
import { parseTrace, type TraceFile } from '../src/runtime/trace/index.js';
import { findBrowser } from './browser.js';
import { drawTextToPixel } from './draw-text-to-pixel.js';
import { serve } from './serve.js';

const target = new URL('../docs/pictures/', import.meta.url);

const SHOTS = [
  {
    name: 'lens',
    width: 1000,
    script: 'attn-lens',
    content: `<attn-lens src="/npm/attention-lens/traces/dog.json" layer="5" head="5" token="10" hide="live"></attn-lens>`,
    ready: 'attn-lens:state(ready)',
  },
  {
    name: 'sandbox',
    width: 1000,
    script: 'qkv-sandbox',
    content: `<qkv-sandbox hide="tools dimension hint"></qkv-sandbox>`,
    ready: 'qkv-sandbox svg.plane',
  },
] as const;

/** WebP is a fifth of PNG; the browser that took the picture can write it. */
async function toWebp(page: Page, png: Buffer): Promise<Buffer> {
  const base64 = await page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.85).split(',')[1] ?? '';
  }, png.toString('base64'));
  return Buffer.from(base64, 'base64');
}

await mkdir(target, { recursive: true });

const file: TraceFile = JSON.parse(
  await readFile(new URL('../traces/dog.json', import.meta.url), 'utf8'),
);
const bytes = Buffer.from(file.attention.data, 'base64');
for (const theme of ['light', 'dark'] as const) {
  await writeFile(
    new URL(`text-to-pixel-${theme}.svg`, target),
    drawTextToPixel(parseTrace(file), bytes, theme),
  );
}

let html = '';
const server = await serve({
  contentSecurityPolicy: null,
  first: ({ url }, response) => {
    if (url !== '/picture') return false;
    response.setHeader('Content-Type', 'text/html');
    response.end(html);
    return true;
  },
});
const executablePath = await findBrowser(() => {});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  for (const { name, width, script, content, ready } of SHOTS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      html = `<!doctype html><html lang="en"><title>${name}</title>
        <style>:root { color-scheme: light dark; background: light-dark(#fff, #0d1117); } body { margin: 12px; }</style>
        <script type="module" src="/npm/attention-lens/dist/cdn/${script}.js"></script>${content}`;
      const viewport = { width, height: 1200 };
      const page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: 1.5 });
      await page.goto(`${server.url}picture`);
      await page.locator(ready).waitFor();
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            requestAnimationFrame(() => requestAnimationFrame(resolve));
          }),
      );
      const webp = await toWebp(page, await page.locator('body').screenshot());
      await writeFile(new URL(`${name}-${colorScheme}.webp`, target), webp);
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}
