// More bundlers and site generators, each as docs/embedding.md says for it.

import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import {
  expectWorkingPage,
  type HostPage,
  type Hosts,
  installHost,
  npm,
  openHosts,
  PATIENCE,
} from './hosts.js';
import { OWN_SERVER, policy } from './policy.js';
import { type StaticSite, withSite } from './static-site.js';

let hosts: Hosts;

beforeAll(async () => {
  hosts = await openHosts();
});

afterAll(async () => {
  await hosts?.close();
});

interface Host extends StaticSite {
  readonly name: string;
  /** Where the build puts the site. */
  readonly site: string;
  readonly page?: HostPage;
  /** Its page is no part of its build. */
  readonly copiesPage?: boolean;
}

const LINKS: HostPage = { links: ['Another page', 'Back'] };

const HOSTS: readonly Host[] = [
  { name: 'angular', site: 'dist/browser', page: LINKS },
  { name: 'eleventy', site: 'dist', contentSecurityPolicy: policy(OWN_SERVER) },
  { name: 'nuxt', site: '.output/public', page: LINKS },
  { name: 'parcel', site: 'dist' },
  { name: 'rspack', site: 'dist', copiesPage: true },
  { name: 'solid', site: 'dist' },
  { name: 'vitepress', site: '.vitepress/dist', page: LINKS },
];

test.each(HOSTS)(
  '$name: builds, and shows a recording and a live run',
  async ({ name, site, page, copiesPage, ...options }) => {
    const project = await installHost(hosts, name);
    await npm(project, 'run', 'types', '--if-present');
    await npm(project, 'run', 'build');
    if (copiesPage) await cp(join(project, 'index.html'), join(project, site, 'index.html'));
    await withSite(join(project, site), options, (url) =>
      expectWorkingPage(hosts.browser, url, page),
    );
  },
  PATIENCE,
);
