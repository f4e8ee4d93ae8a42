// Other hosts of React that render pages on a server: React Router and Docusaurus.

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

let hosts: Hosts;

beforeAll(async () => {
  hosts = await openHosts();
}, PATIENCE);

afterAll(() => hosts?.close());

test.each(['react-router', 'docusaurus'])(
  '%s: installs, checks its types, builds and runs',
  async (name) => {
    const project = await installHost(hosts, name);
    await npm(project, 'run', 'types');
    await npm(project, 'run', 'build');
    await withServer(project, ['start'], async (url) => {
      await expectWorkingPage(hosts.browser, url, { links: ['Elsewhere', 'Component'] });
      await expectWorkingPage(hosts.browser, `${url}plain`, { links: ['Elsewhere', 'Plain'] });
    });
  },
  PATIENCE,
);
