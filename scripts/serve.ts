// Serves this repository the way a CDN serves the published package, and the example pages on top of it. Every answer
// carries a strict Content-Security-Policy: what works here works on a strict page.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { ORT_VERSION } from '../src/runtime/device/ort-version.js';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src 'self' data: blob:",
].join('; ');

const folder = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Address prefixes and the folders they show. The first that fits answers. */
const ROUTES: readonly [prefix: string, folder: string][] = [
  ['/npm/attention-lens/dist/', folder('dist/')],
  ['/npm/attention-lens/models/', folder('models/')],
  ['/npm/attention-lens/traces/', folder('traces/')],
  [`/npm/onnxruntime-web@${ORT_VERSION}/dist/`, folder('node_modules/onnxruntime-web/dist/')],
  ['/storybook/', folder('storybook-static/')],
  ['/', folder('examples/blog/')],
];

export interface RunningServer {
  /** Its address, with a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Answers before the routes do; true when it has answered. */
  readonly first?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** `null` sends none: Storybook's own pages have inline scripts. */
  readonly contentSecurityPolicy?: string | null;
}

/** Starts a server on this machine only. */
export async function serve(options: ServeOptions = {}): Promise<RunningServer> {
  const { port = 0, first, contentSecurityPolicy = CONTENT_SECURITY_POLICY } = options;
  const routes = ROUTES.map(
    ([prefix, path]) => [prefix, sirv(path, { dev: true, setHeaders: keepHashed })] as const,
  );
  // A test asks with an address of a megabyte.
  const server = createServer({ maxHeaderSize: 2 ** 22 }, (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (contentSecurityPolicy !== null) {
      response.setHeader('Content-Security-Policy', contentSecurityPolicy);
    }
    if (first?.(request, response)) return;
    const notFound = () => {
      response.writeHead(404, { 'Content-Type': 'text/plain' });
      response.end('Not found');
    };
    const url = request.url ?? '/';
    const route = routes.find(([prefix]) => url.startsWith(prefix));
    if (!route) return notFound();
    request.url = url.slice(route[0].length - 1);
    route[1](request, response, notFound);
  });
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${taken}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** As CDNs do with what never changes, here the files that carry a hash in their names. */
function keepHashed(response: ServerResponse, path: string): void {
  if (!/-[\w-]{8}\.js$/.test(path)) return;
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
}
