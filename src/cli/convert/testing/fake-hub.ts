// A server that answers as Hugging Face's hub does, and can be told to misbehave.

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

export interface FakeHub {
  readonly endpoint: string;
  /** `GET bytes=10- model.safetensors`, in order. */
  readonly requests: string[];
  /** Connections to cut half way through the weights, once `kept` says that the half is there. */
  cuts: number;
  /** Bytes that whoever downloads has: what is under way is lost with a connection. */
  kept: () => Promise<number>;
  /** Answers a request for a part with the whole, as a part that begins at 0. */
  restarts: boolean;
  /** Requests to answer with 503 first, or otherwise. */
  busy: number;
  busyAnswer: { readonly status: number; readonly headers: Readonly<Record<string, string>> };
  /** Transfers of weights that stop half way, without an end. */
  stalls: number;
  /** Answers everything with a web page: as it is, or in the place of files only, said to be one of them. */
  portal: 'page' | 'file' | undefined;
  /** Does not list what a repository has, as some mirrors do not. */
  listless: boolean;
  /** As mirrors do: a 404 without its reason, and an etag that is no checksum for what is not large. */
  terse: boolean;
  /** A file that is sent for ever, without a length. */
  endless: string | undefined;
  /** Authorization that came where the large files are, on another origin than the hub. */
  readonly leaked: string[];
  /** Tokens that may read; none for everybody. */
  token: string | undefined;
  /** Files by path. A change does not change the checksums the hub tells. */
  readonly files: Map<string, Buffer>;
}

export const COMMIT = '607a30d783dfa663caf39e06633721c8d4cfcd7e';

/** Serves `files` as model `id` at `main` and at its commit. Large files are on another origin, behind a redirect. */
export async function fakeHub(id: string, files: ReadonlyMap<string, Buffer>): Promise<FakeHub> {
  const checksums = new Map(Array.from(files, ([path, bytes]) => [path, checksumOf(path, bytes)]));
  const [server, cdn] = [createServer(answer), createServer(answer)];
  const hub: FakeHub = {
    endpoint: '',
    requests: [],
    cuts: 0,
    kept: async () => Number.POSITIVE_INFINITY,
    restarts: false,
    busy: 0,
    busyAnswer: { status: 503, headers: {} },
    stalls: 0,
    portal: undefined,
    listless: false,
    terse: false,
    endless: undefined,
    leaked: [],
    token: undefined,
    files: new Map(files),
  };

  function answer(request: IncomingMessage, response: ServerResponse) {
    const refuse = (status: number, code?: string) => {
      response.writeHead(status, code && !hub.terse ? { 'x-error-code': code } : {}).end();
    };
    const [, repository, revision, path = ''] =
      /^\/(.+)\/resolve\/([^/]+)\/(.+)$/.exec(request.url ?? '') ?? [];
    const range = request.headers.range ? ` ${request.headers.range}` : '';
    const elsewhere = request.headers.host?.endsWith(`:${portOf(cdn)}`);
    if (elsewhere && request.headers.authorization) hub.leaked.push(request.headers.authorization);
    if (!elsewhere)
      hub.requests.push(path ? `${request.method}${range} ${path}` : `API ${request.url}`);
    if (hub.busy > 0) {
      hub.busy--;
      response.writeHead(hub.busyAnswer.status, hub.busyAnswer.headers).end();
      return;
    }
    if (hub.portal) {
      const type = hub.portal === 'page' ? 'text/html; charset=utf-8' : 'application/octet-stream';
      response.writeHead(200, { 'content-type': type });
      response.end('\n<!DOCTYPE html><title>Welcome to Hotel Example</title>');
      return;
    }
    const [, listed, folder = ''] =
      /^\/api\/models\/(.+)\/tree\/[^/]+(?:\/(.+))?$/.exec(request.url ?? '') ?? [];
    if (listed === id && !hub.listless) {
      const paths = [...hub.files.keys()].filter((path) => path.startsWith(folder));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(paths.map((path) => ({ type: 'file', path }))));
      return;
    }
    const mayRead = !hub.token || request.headers.authorization === `Bearer ${hub.token}`;
    if (!elsewhere && (repository !== id || !mayRead)) return refuse(401, 'RepoNotFound');
    if (revision !== 'main' && revision !== COMMIT) return refuse(404, 'RevisionNotFound');
    const bytes = hub.files.get(path);
    if (!bytes) return refuse(404, 'EntryNotFound');
    const checksum = checksums.get(path) ?? checksumOf(path, bytes);
    if (isLarge(path) && !elsewhere) {
      response.writeHead(302, {
        'x-repo-commit': COMMIT,
        'x-linked-etag': `"${checksum}"`,
        'x-linked-size': bytes.byteLength,
        location: `http://127.0.0.1:${portOf(cdn)}${request.url}`,
      });
      response.end();
      return;
    }
    if (path === hub.endless && request.method === 'GET') {
      sendEndlessly(response);
      return;
    }
    const asked = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const start = hub.restarts ? 0 : asked;
    const end = bytes.byteLength;
    if (asked >= end) {
      response.writeHead(416, { 'content-range': `bytes */${end}` }).end();
      return;
    }
    response.writeHead(asked > 0 ? 206 : 200, {
      'x-repo-commit': COMMIT,
      etag: hub.terse ? 'W/"12-abc"' : `"${checksum}"`,
      'content-length': end - start,
      ...(asked > 0 && { 'content-range': `bytes ${start}-${end - 1}/${end}` }),
    });
    if (request.method === 'HEAD') response.end();
    else if (isLarge(path) && hub.cuts > 0) {
      hub.cuts--;
      const half = start + Math.ceil((end - start) / 2);
      response.write(bytes.subarray(start, half));
      void cutAt(half, response);
    } else if (isLarge(path) && hub.stalls > 0) {
      hub.stalls--;
      response.write(bytes.subarray(start, start + Math.ceil((end - start) / 2)));
    } else response.end(bytes.subarray(start));
  }

  async function cutAt(half: number, response: ServerResponse): Promise<void> {
    while ((await hub.kept()) < half) await sleep(5);
    response.destroy();
  }

  for (const each of [server, cdn]) {
    await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      each.closeAllConnections();
      each.close();
    });
  }
  return Object.assign(hub, { endpoint: `http://127.0.0.1:${portOf(server)}` });
}

function sendEndlessly(response: ServerResponse): void {
  const part = Buffer.alloc(2 ** 20, ' ');
  const send = () => {
    while (!response.destroyed && response.write(part));
  };
  response.on('drain', send);
  send();
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function isLarge(path: string): boolean {
  return path.endsWith('.safetensors');
}

function checksumOf(path: string, bytes: Buffer): string {
  return isLarge(path) ? sha256(bytes) : gitId(bytes);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function gitId(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');
}
