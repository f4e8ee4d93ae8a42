// Real projects of others: each installs the package as it is published, checks its types, builds, and shows the dog prompt and a
// live run in a real browser. One of each kind of host; `npm run test:hosts` tries the rest. The projects are in `consumers/`.

import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { preview } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  expectWorkingPage,
  type Hosts,
  installHost,
  npm,
  openHosts,
  PATIENCE,
  withServer,
} from './hosts.js';
import { OWN_SERVER, policy } from './policy.js';
import { withSite } from './static-site.js';

let hosts: Hosts;

beforeAll(async () => {
  hosts = await openHosts();
});

afterAll(async () => {
  await hosts?.close();
});

async function withBuiltPages(
  project: string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = await preview({
    root: project,
    configFile: false,
    logLevel: 'silent',
    preview: { port: 0 },
  });
  try {
    await work(server.resolvedUrls?.local[0] ?? '');
  } finally {
    await server.close();
  }
}

test.each(['react-vite', 'vue-vite', 'astro', 'webpack'])(
  '%s: installs, checks its types, builds and runs',
  async (name) => {
    const project = await installHost(hosts, name);
    const { scripts } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    await npm(project, 'run', 'types');
    await npm(project, 'run', 'build');
    if (name === 'webpack') await cp(join(project, 'index.html'), join(project, 'dist/index.html'));
    const expectPage = (url: string) => expectWorkingPage(hosts.browser, url);
    await withBuiltPages(project, expectPage);
    if (scripts.dev) await withServer(project, ['dev'], expectPage);
    if (name === 'react-vite') {
      // Vite puts small files into the script as `data:` addresses, which the policy has no word for.
      await withSite(join(project, 'dist'), { contentSecurityPolicy: policy(OWN_SERVER) }, (url) =>
        expectWorkingPage(hosts.browser, url, { except: /'data:,'/ }),
      );
    }
  },
  PATIENCE,
);

test(
  'templates of Preact and Svelte know the elements, their attributes and events',
  async () => {
    const project = await installHost(hosts, 'templates');
    await npm(project, 'run', 'types');
  },
  PATIENCE,
);

test(
  'esbuild: runs from the files of `assets`',
  async () => {
    const project = await installHost(hosts, 'esbuild');
    expect(await npm(project, 'run', 'build')).toContain('workerUrl');
    await cp(join(project, 'index.html'), join(project, 'dist/index.html'));
    await withSite(join(project, 'dist'), {}, (url) => expectWorkingPage(hosts.browser, url));
  },
  PATIENCE,
);

test(
  'an import map without a bundler: of the files for script tags, and of the modules',
  async () => {
    const project = await installHost(hosts, 'import-map');
    await npm(project, 'run', 'build');
    const folders = { '/node_modules/': join(project, 'node_modules') };
    await withSite(join(project, 'site'), { folders }, async (url) => {
      await expectWorkingPage(hosts.browser, url);
      await expectWorkingPage(hosts.browser, `${url}modules.html`);
    });
  },
  PATIENCE,
);

test(
  'SvelteKit: checks its types, prerenders, runs, and comes back from another page',
  async () => {
    const project = await installHost(hosts, 'sveltekit');
    await npm(project, 'run', 'types');
    await npm(project, 'run', 'build');
    const expectPage = (url: string) =>
      expectWorkingPage(hosts.browser, url, { links: ['Another page', 'Back'] });
    await withSite(join(project, 'build'), {}, expectPage);
    await withServer(project, ['dev'], expectPage);
  },
  PATIENCE,
);
