// Next.js: pages that a server renders and React hydrates, built by Turbopack and by webpack.

import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './browser.js';
import { eventually } from './eventually.js';
import {
  expectWorkingPage,
  type Hosts,
  installHost,
  npm,
  openHosts,
  ourComplaints,
  PATIENCE,
  withServer,
} from './hosts.js';

const dog = fileURLToPath(new URL('../traces/dog.json', import.meta.url));

let hosts: Hosts;
let project: string;

beforeAll(async () => {
  hosts = await openHosts();
  project = await installHost(hosts, 'next');
  await mkdir(join(project, 'public'));
  await cp(dog, join(project, 'public/dog.json'));
}, PATIENCE);

afterAll(() => hosts?.close());

/** Every element as a plain tag, rendered by the server: React finds what it rendered, and each shows what it is for. */
async function expectHydratedElements(url: string): Promise<void> {
  const { page, complaints } = await openPage(hosts.browser);
  await page.goto(`${url}elements`);
  await eventually(() => page.locator('#lens .sentence').textContent()).toMatch('The first “the”');
  await page.locator('qkv-sandbox .plane').first().waitFor();
  await page.locator('head-finder').last().getByRole('button').first().waitFor();
  expect(ourComplaints(complaints)).toEqual([]);
  await page.context().close();
}

test.each([
  ['Turbopack', 'build'],
  ['webpack', 'build:webpack'],
])(
  '%s: checks its types, builds and runs',
  async (_, build) => {
    await rm(join(project, '.next'), { recursive: true, force: true });
    await npm(project, 'run', 'types');
    await npm(project, 'run', build);
    await withServer(project, ['start'], async (url) => {
      await expectWorkingPage(hosts.browser, url, { links: ['Elsewhere', 'Component'] });
      await expectWorkingPage(hosts.browser, `${url}plain`, { links: ['Elsewhere', 'Plain'] });
      await expectWorkingPage(hosts.browser, `${url}server`, {
        links: ['Elsewhere', 'Server'],
        listens: false,
      });
      await expectHydratedElements(url);
    });
  },
  PATIENCE,
);
