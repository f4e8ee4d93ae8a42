// `attention-lens assets`: what it copies is enough for a page without any other server.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sirv from 'sirv';
import { expect, test } from 'vitest';
import { ORT_VERSION } from '../src/runtime/device/ort-version.js';
import { launchBrowser, openPage } from './browser.js';

const COMMAND = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

test('a page with nothing but the copied files runs live', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
  const browser = await launchBrowser();
  const files = sirv(folder, { dev: true });
  const server = createServer((request, response) => {
    if (request.url !== '/') return files(request, response);
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(`<!doctype html><title>A course</title>
      <script type="module" src="/attention-lens/dist/cdn/attn-lens.js"></script>
      <attn-lens text="The dog on the ship"></attn-lens>`);
  });
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, 'assets', folder]);
    expect(stdout).toContain('/attention-lens/dist/cdn/attn-lens.js');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { page } = await openPage(browser);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.locator('attn-lens [part=run]').click();
    await expect
      .poll(() => page.locator('attn-lens .badge').textContent(), { timeout: 60_000 })
      .toMatch('live');
    expect(page.workers()).toHaveLength(1);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  }
});

/** The call in a text, each line without what it is indented by. */
const callIn = (text: string) =>
  /^ *getRuntime\(\)\.configure\(\{\n[\s\S]*?\}\);/m.exec(text)?.[0].replace(/^ +/gm, '');

test('prints a complete call, the one of the guide and of the projects that are tried with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, 'assets', folder]);
    const call = callIn(stdout)?.replaceAll('<address>', '/lens');
    const addresses = [...(call ?? '').matchAll(/(\w+): '\/lens\/(.*)'/g)];
    expect(addresses.map(([, option]) => option)).toEqual(['assetBase', 'ortBase', 'workerUrl']);
    for (const [, , path = ''] of addresses) await stat(join(folder, path));
    for (const file of [
      '../docs/embedding.md',
      'consumers/angular/src/main.ts',
      'consumers/esbuild/src/main.js',
      'consumers/import-map/site/modules.js',
      'consumers/parcel/src/main.js',
    ]) {
      expect(callIn(await readFile(new URL(file, import.meta.url), 'utf8')), file).toBe(call);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test.each(['attention-lens', 'attention-lens/dist/embed/embed.js', 'onnxruntime-web'])(
  'nothing is written through a link at %s',
  async (place) => {
    const folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
    const [target, outside] = [join(folder, 'site'), join(folder, 'outside')];
    const link = join(target, place === 'onnxruntime-web' ? `${place}@${ORT_VERSION}` : place);
    try {
      await mkdir(dirname(link), { recursive: true });
      await mkdir(outside);
      await symlink(outside, link);
      const run = promisify(execFile)(process.execPath, [COMMAND, 'assets', target]);
      await expect(run).rejects.toMatchObject({
        stderr: expect.stringContaining(`${link} is a link, and nothing is written through it.`),
      });
      expect(await readdir(outside)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test('the folder itself may be a link', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
  try {
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'site'));
    await promisify(execFile)(process.execPath, [COMMAND, 'assets', join(folder, 'site')]);
    expect(await readdir(join(folder, 'real'))).toContain('attention-lens');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('says so where there is a file in the place of the folder', async () => {
  const run = promisify(execFile)(process.execPath, [COMMAND, 'assets', COMMAND]);
  await expect(run).rejects.toMatchObject({
    stderr: expect.stringMatching(/main\.js cannot be made a folder\. Name another one\./),
  });
});
