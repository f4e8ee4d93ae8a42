// Two versions of the published package on one page, as when a blog and a plug-in of it each bring their own.

import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import sirv from 'sirv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { VERSION } from '../src/version.js';
import { launchBrowser, openPage } from './browser.js';
import { type Packed, packPackage } from './packed.js';

const OTHER = '0.0.9';

/** The other version's scripts come first: it has the lens, and this one brings the rest. */
const PAGE = `<!doctype html><title>A blog with a plug-in</title><link rel="icon" href="data:,">
  <script type="module" src="/npm/attention-lens@${OTHER}/dist/cdn/attn-lens.js"></script>
  <script type="module" src="/npm/attention-lens@${OTHER}/dist/cdn/attn-model.js"></script>
  <script type="module" src="/npm/attention-lens@${VERSION}/dist/cdn/attention-lens.js"></script>
  <script type="module" src="/npm/attention-lens@${OTHER}/dist/cdn/attention-lens.js"></script>
  <attn-model device="wasm">
    <attn-lens text="Once upon a time there was an old king"></attn-lens>
    <head-finder></head-finder>
    <qkv-sandbox></qkv-sandbox>
  </attn-model>`;

let packed: Packed;
let site: RunningServer;
let browser: Browser;

beforeAll(async () => {
  packed = await packPackage();
  const npm = join(packed.folder, 'npm');
  await mkdir(npm);
  await promisify(execFile)('tar', ['-xzf', packed.tarball, '-C', packed.folder]);
  await cp(join(packed.folder, 'package'), join(npm, `attention-lens@${VERSION}`), {
    recursive: true,
  });
  await cp(join(packed.folder, 'package'), join(npm, `attention-lens@${OTHER}`), {
    recursive: true,
  });
  // An older release: the same code under another version.
  const scripts = join(npm, `attention-lens@${OTHER}`, 'dist/cdn');
  let renamed = 0;
  for (const name of await readdir(scripts)) {
    if (!name.endsWith('.js')) continue;
    const code = await readFile(join(scripts, name), 'utf8');
    const older = code.replaceAll(`"${VERSION}"`, `"${OTHER}"`);
    if (older !== code) renamed++;
    await writeFile(join(scripts, name), older);
  }
  if (renamed === 0) throw new Error('No script names its version.');
  const answer = sirv(packed.folder, { dev: true });
  site = await serve({
    first: (request, response) => {
      if (request.url === '/page') {
        response.setHeader('Content-Type', 'text/html').end(PAGE);
        return true;
      }
      if (!request.url?.startsWith('/npm/attention-lens@')) return false;
      answer(request, response);
      return true;
    },
  });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await packed?.remove();
});

test('share one worker, one download and one warning that names both', async () => {
  const { page, complaints } = await openPage(browser);
  const requests: string[] = [];
  page.context().on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(`${site.url}page`);
  const versions = () =>
    page.evaluate(() =>
      ['attn-lens', 'attn-model', 'head-finder', 'qkv-sandbox'].map(
        (tag) => (customElements.get(tag) as { version?: string } | undefined)?.version,
      ),
    );
  await expect.poll(versions, { timeout: 60_000 }).toEqual([OTHER, OTHER, VERSION, VERSION]);

  // The lens of one version runs the model, and the probe of the finder of the other runs it too.
  await page.locator('attn-lens [part=run]').click();
  await page.locator('attn-lens .next li').first().waitFor({ timeout: 100_000 });
  await page.locator('head-finder [data-behaviour=induction]').click();
  await page.locator('head-finder [data-probe]').click();
  await expect
    .poll(() => page.locator('head-finder .verdict').textContent(), { timeout: 100_000 })
    .toMatch(/^\s*1\.\d/);

  expect(page.workers()).toHaveLength(1);
  for (const file of ['layer.00.bin', 'block.wasm.onnx', 'ort-wasm-simd-threaded.wasm']) {
    expect(
      requests.filter((path) => path.endsWith(file)),
      file,
    ).toHaveLength(1);
  }
  const warnings = complaints.filter((text) => text.includes('attention-lens'));
  expect(warnings).toEqual([
    expect.stringMatching(new RegExp(`${VERSION.replaceAll('.', '\\.')}.*0\\.0\\.9`)),
  ]);
});
