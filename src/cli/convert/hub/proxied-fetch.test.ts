// `convert` by way of a proxy, which sees where to, not what.

import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { runConvert } from '../command.js';
import { hubWithCheckpoint, ID } from '../testing/hub-with-checkpoint.js';
import { proxiedFetch } from './proxied-fetch.js';

const VARIABLES = [
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'https_proxy',
  'http_proxy',
  'no_proxy',
];

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  for (const name of VARIABLES) vi.stubEnv(name, '');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Tunnels, always or only with this name and password. */
async function proxy(wanted?: string): Promise<{ address: string; tunnels: string[] }> {
  const tunnels: string[] = [];
  const server: Server = createServer((_, response) => response.writeHead(501).end());
  server.on('connect', ({ url = '', headers }, client) => {
    if (wanted && headers['proxy-authorization'] !== `Basic ${btoa(wanted)}`) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    tunnels.push(url);
    const [host = '', port] = url.split(':');
    const there = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      there.pipe(client).pipe(there);
    });
    for (const each of [client, there]) each.on('error', () => each.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels };
}

const convertTo = (base: string) => runConvert([ID, '--out', join(base, 'pack')]);

test.for(['HTTP_PROXY', 'http_proxy'])('a checkpoint comes by way of %s', async (name) => {
  const { hub, base } = await hubWithCheckpoint();
  const { address, tunnels } = await proxy();
  vi.stubEnv(name, `http://${address}`);
  await convertTo(base);
  // The hub, and where its large files are.
  expect(new Set(tunnels).size).toBe(2);
  expect(tunnels).toContain(new URL(hub.endpoint).host);
});

test('not where NO_PROXY says so', async () => {
  const { base } = await hubWithCheckpoint();
  const { address, tunnels } = await proxy();
  vi.stubEnv('HTTP_PROXY', `http://${address}`);
  vi.stubEnv('NO_PROXY', 'localhost, 127.0.0.1');
  await convertTo(base);
  expect(tunnels).toEqual([]);
});

test('a proxy that wants a name and a password gets them, and is understood without', async () => {
  const { base } = await hubWithCheckpoint();
  const { address, tunnels } = await proxy('me:secret');
  vi.stubEnv('HTTP_PROXY', `http://${address}`);
  await expect(convertTo(base)).rejects.toThrow(/407.*wants a name and a password: HTTPS_PROXY=/);
  vi.stubEnv('HTTP_PROXY', `http://me:secret@${address}`);
  await convertTo(base);
  expect(tunnels.length).toBeGreaterThan(0);
});

test('a variable that is not an address is named, and not repeated', async () => {
  const asking = proxiedFetch({ HTTPS_PROXY: 'me:secret@proxy' });
  await expect(asking).rejects.toThrow('HTTPS_PROXY is not a URL like http://host:port.');
});

test('without a variable fetch is the one that Node has', async () => {
  expect(await proxiedFetch({ NO_PROXY: '*' })).toBe(fetch);
});
