// Other hosts of React that render pages on a server: React Router and Docusaurus.

import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import {
  expectWorkingPage,
  type Hosts,
  installHost,
  npm,
  openHosts,
  PATIENCE,
  withServer,
} from './hosts.js';
import { withSite } from './static-site.js';

let hosts: Hosts;

beforeAll(async () => {
  hosts = await openHosts();
}, PATIENCE);

afterAll(() => hosts?.close());

test(
  'react-router: installs, checks its types, builds and runs',
  async () => {
    const project = await build('react-router');
    await withServer(project, ['start'], expectBothPages);
  },
  PATIENCE,
);

test(
  'docusaurus: installs, checks its types, builds and runs',
  async () => {
    const project = await build('docusaurus');
    await withSite(join(project, 'build'), {}, expectBothPages);
  },
  PATIENCE,
);

/** The project `consumers/<name>`, installed and built. */
async function build(name: string): Promise<string> {
  const project = await installHost(hosts, name);
  await npm(project, 'run', 'types');
  await npm(project, 'run', 'build');
  return project;
}

/** The page with the React component, and the one with plain tags. */
async function expectBothPages(url: string): Promise<void> {
  await expectWorkingPage(hosts.browser, url, { links: ['Elsewhere', 'Component'] });
  await expectWorkingPage(hosts.browser, `${url}plain`, { links: ['Elsewhere', 'Plain'] });
}
