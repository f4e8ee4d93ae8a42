// A folder served as a site, for what a host has built.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

export interface StaticSite {
  /** Sent with every file, scripts of workers too. */
  readonly contentSecurityPolicy?: string;
  /** More folders, by the path under which they lie. */
  readonly folders?: Readonly<Record<string, string>>;
}

/** Serves `folder` while `work` lasts. */
export async function withSite(
  folder: string,
  { contentSecurityPolicy, folders = {} }: StaticSite,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const routes = Object.entries({ ...folders, '/': folder }).map(
    ([path, from]) => [path, sirv(from, { dev: true, dotfiles: true })] as const,
  );
  const server = createServer((request, response) => {
    if (contentSecurityPolicy) {
      response.setHeader('Content-Security-Policy', contentSecurityPolicy);
    }
    const url = request.url ?? '/';
    // A browser asks for it where a page names no icon.
    if (url === '/favicon.ico') return response.writeHead(204).end();
    const [path, files] = routes.find(([path]) => url.startsWith(path)) ?? routes[0] ?? [];
    request.url = url.slice((path?.length ?? 1) - 1);
    files?.(request, response, () => {
      response.writeHead(404).end('Not found');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  try {
    await work(`http://localhost:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
