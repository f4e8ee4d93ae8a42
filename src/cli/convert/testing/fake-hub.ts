// A server that answers as Hugging Face's hub does, and can be told to misbehave.

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface FakeHub {
  readonly endpoint: string;
  /** `GET bytes=10- model.safetensors`, in order. */
  readonly requests: string[];
  /** Connections to cut half way through the weights. */
  cuts: number;
  /** Tokens that may read; none for everybody. */
  token: string | undefined;
  /** Files by path. A change does not change the checksums the hub tells. */
  readonly files: Map<string, Buffer>;
}

export const COMMIT = '607a30d783dfa663caf39e06633721c8d4cfcd7e';

/** Serves `files` as model `id` at `main` and at its commit. Large files are elsewhere, behind a redirect. */
export async function fakeHub(id: string, files: ReadonlyMap<string, Buffer>): Promise<FakeHub> {
  const checksums = new Map(
    Array.from(files, ([path, bytes]) => [path, isLarge(path) ? sha256(bytes) : gitId(bytes)]),
  );
  const server = createServer((request, response) => answer(request, response));
  const hub: FakeHub = {
    endpoint: '',
    requests: [],
    cuts: 0,
    token: undefined,
    files: new Map(files),
  };

  function answer(request: IncomingMessage, response: ServerResponse) {
    const refuse = (status: number, code?: string) => {
      response.writeHead(status, code ? { 'x-error-code': code } : {}).end();
    };
    const [, repository, revision, path = ''] =
      /^\/(?:cdn\/)?(.+)\/resolve\/([^/]+)\/(.+)$/.exec(request.url ?? '') ?? [];
    const range = request.headers.range ? ` ${request.headers.range}` : '';
    const elsewhere = request.url?.startsWith('/cdn/');
    if (!elsewhere) hub.requests.push(`${request.method}${range} ${path}`);
    const mayRead = !hub.token || request.headers.authorization === `Bearer ${hub.token}`;
    if (!elsewhere && (repository !== id || !mayRead)) return refuse(401, 'RepoNotFound');
    if (revision !== 'main' && revision !== COMMIT) return refuse(404, 'RevisionNotFound');
    const bytes = hub.files.get(path);
    if (!bytes) return refuse(404, 'EntryNotFound');
    if (isLarge(path) && !elsewhere) {
      response.writeHead(302, {
        'x-repo-commit': COMMIT,
        'x-linked-etag': `"${checksums.get(path)}"`,
        'x-linked-size': bytes.byteLength,
        location: `/cdn${request.url}`,
      });
      response.end();
      return;
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const end = bytes.byteLength;
    response.writeHead(start > 0 ? 206 : 200, {
      'x-repo-commit': COMMIT,
      etag: `"${checksums.get(path)}"`,
      'content-length': end - start,
      ...(start > 0 && { 'content-range': `bytes ${start}-${end - 1}/${end}` }),
    });
    if (request.method === 'HEAD') response.end();
    else if (isLarge(path) && hub.cuts > 0) {
      hub.cuts--;
      response.write(bytes.subarray(start, start + Math.ceil((end - start) / 2)), () =>
        setTimeout(() => response.destroy(), 50),
      );
    } else response.end(bytes.subarray(start));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(hub, { endpoint: `http://127.0.0.1:${port}` });
}

function isLarge(path: string): boolean {
  return path.endsWith('.safetensors');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function gitId(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');
}
