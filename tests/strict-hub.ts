// Hugging Face's hub as a browser meets it, under its own names: a repository's files are behind a redirect to a third origin
// that refuses preflights, nothing is exposed, and nobody may say where they are from. It can be told to misbehave.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SyntheticFile } from '../src/convert/testing/synthetic-checkpoint.js';

export const COMMIT = '607a30d783dfa663caf39e06633721c8d4cfcd7e';

/** Of a repository, by their paths. */
export type HubFilesByPath = ReadonlyMap<string, SyntheticFile>;

const HOST = 'huggingface.co';
const FILE_HOST = 'cas-bridge.xethub.hf.co';
/** Bytes that are written at a time. */
const PART = 2 ** 18;

/** An answer that is not over. */
interface Answer {
  readonly response: ServerResponse;
  readonly file: SyntheticFile;
  at: number;
  readonly end: number;
}

export class StrictHub {
  /** By id. */
  readonly repositories = new Map<string, HubFilesByPath>();
  /** `api`, or a path of a repository with its range, in order. */
  requests: string[] = [];
  /** What no page may do: preflights, cookies, referrers, ranges that are not one from here to there. */
  readonly offences: string[] = [];
  /** Bytes of weights that were sent. */
  sent = 0;
  /** Answers in the place of what was asked for, one after another. */
  readonly instead: { status: number; headers?: Record<string, string>; body?: string }[] = [];
  /** Transfers of weights to break off half way. */
  cuts = 0;
  /** Answers with all of a file, as if no range had been asked for. */
  ignoresRanges = false;
  /** The commit that `main` is. */
  commit = COMMIT;
  #allowed = Number.POSITIVE_INFINITY;
  readonly #open = new Set<Answer>();
  readonly #servers: Server[] = [];

  static async start(): Promise<StrictHub> {
    const folder = new URL('fixtures/hub-tls/', import.meta.url);
    const [key, cert] = await Promise.all(
      ['key.pem', 'certificate.pem'].map((name) => readFile(new URL(name, folder))),
    );
    const hub = new StrictHub();
    for (const answer of ['#answer', '#answerFile'] as const) {
      const listener = (request: IncomingMessage, response: ServerResponse) =>
        answer === '#answer' ? hub.#answer(request, response) : hub.#answerFile(request, response);
      const server = createServer({ ...(key && { key }), ...(cert && { cert }) }, listener);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      hub.#servers.push(server);
    }
    return hub;
  }

  /** With which a Chromium finds it. */
  get browserArguments(): string[] {
    const [hub, files] = this.#servers.map((server) => (server.address() as AddressInfo).port);
    const rules = [HOST, `mirror.${HOST}`].map((host) => `MAP ${host}:443 127.0.0.1:${hub}`);
    rules.push(`MAP *.hf.co:443 127.0.0.1:${files}`);
    return [`--host-resolver-rules=${rules.join(', ')}`, '--ignore-certificate-errors'];
  }

  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** Sends no more than so many bytes of weights, of all answers together. */
  allow(bytes: number): void {
    this.#allowed = bytes;
    for (const answer of this.#open) this.#send(answer);
  }

  reset(): void {
    this.requests = [];
    this.offences.length = this.instead.length = 0;
    this.sent = this.cuts = 0;
    this.ignoresRanges = false;
    this.commit = COMMIT;
    this.#allowed = Number.POSITIVE_INFINITY;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { url = '', headers } = request;
    this.#judge(request);
    // As the hub does: the page's own origin, which with a preflight would be asked first.
    response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*');
    response.setHeader('Vary', 'Origin');
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const [, listed, revision = ''] =
      /^\/api\/models\/([^/]+\/[^/]+)\/revision\/([^?]+)/.exec(url) ?? [];
    const [, id = '', commit, path = ''] =
      /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(url) ?? [];
    const range = headers.range ? ` ${headers.range}` : '';
    this.requests.push(listed ? 'api' : `${path}${range}`);
    const instead = this.instead.shift();
    if (instead) {
      response.writeHead(instead.status, instead.headers).end(instead.body);
      return;
    }
    const files = this.repositories.get(listed ?? id);
    if (!files) {
      response.writeHead(401, { 'X-Error-Code': 'RepoNotFound' }).end();
      return;
    }
    if (listed) {
      const isKnown = ['main', this.commit, COMMIT].includes(decodeURIComponent(revision));
      if (isKnown) this.#list(response, files, revision === 'main' ? this.commit : revision);
      else response.writeHead(404, { 'X-Error-Code': 'RevisionNotFound' }).end();
      return;
    }
    const file = files.get(decodeURIComponent(path));
    if (!file || !/^[0-9a-f]{40}$/.test(commit ?? '')) {
      response.writeHead(404, { 'X-Error-Code': 'EntryNotFound' }).end();
      return;
    }
    if (!isLarge(path)) {
      this.#begin(request, response, file, false);
      return;
    }
    response.writeHead(302, { Location: `https://${FILE_HOST}${url}` }).end();
  }

  /** Of the third origin, which knows no more than to send. */
  #answerFile(request: IncomingMessage, response: ServerResponse): void {
    this.#judge(request);
    if (request.method !== 'GET') {
      this.offences.push(`${request.method} to the files' own origin`);
      response.writeHead(403).end();
      return;
    }
    response.setHeader('Access-Control-Allow-Origin', '*');
    const [, id = '', path = ''] =
      /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(request.url ?? '') ?? [];
    const file = this.repositories.get(id)?.get(decodeURIComponent(path));
    if (file) this.#begin(request, response, file, true);
    else response.writeHead(404).end();
  }

  #judge({ method, headers, url }: IncomingMessage): void {
    if (method === 'OPTIONS') this.offences.push(`preflight for ${url}`);
    if (headers.cookie) this.offences.push(`cookies for ${url}`);
    if (headers.referer) this.offences.push(`referrer ${headers.referer}`);
    const { range } = headers;
    if (range !== undefined && !/^bytes=\d+-\d+$/.test(range)) this.offences.push(`range ${range}`);
  }

  #list(response: ServerResponse, files: HubFilesByPath, sha: string): void {
    const siblings = Array.from(files, ([rfilename, file]) => ({
      rfilename,
      size: file.size,
      ...(isLarge(rfilename) && { lfs: { sha256: hashOf(file), size: file.size } }),
    }));
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ sha, siblings }));
  }

  #begin(
    { headers }: IncomingMessage,
    response: ServerResponse,
    file: SyntheticFile,
    isWeights: boolean,
  ): void {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    const isPart = first !== undefined && !this.ignoresRanges;
    const begin = isPart ? Number(first) : 0;
    const end = isPart ? Math.min(Number(last) + 1, file.size) : file.size;
    response.writeHead(isPart ? 206 : 200, {
      'Content-Length': end - begin,
      ...(isPart && { 'Content-Range': `bytes ${begin}-${end - 1}/${file.size}` }),
    });
    if (!isWeights) {
      response.end(file.read(begin, end));
      return;
    }
    if (this.cuts > 0) {
      this.cuts--;
      const half = begin + Math.floor((end - begin) / 2);
      this.sent += half - begin;
      response.write(file.read(begin, half), () => setTimeout(() => response.destroy(), 200));
      return;
    }
    const answer = { response, file, at: begin, end };
    this.#open.add(answer);
    response.once('close', () => this.#open.delete(answer));
    response.on('drain', () => this.#send(answer));
    this.#send(answer);
  }

  #send(answer: Answer): void {
    const { response, file, end } = answer;
    while (answer.at < end) {
      const count = Math.min(PART, end - answer.at, this.#allowed - this.sent);
      if (count <= 0) return;
      const bytes = file.read(answer.at, answer.at + count);
      this.sent += count;
      answer.at += count;
      if (!response.write(bytes)) return;
    }
    this.#open.delete(answer);
    response.end();
  }
}

function isLarge(path: string): boolean {
  return path.endsWith('.safetensors') || path.endsWith('.bin');
}

const hashes = new WeakMap<SyntheticFile, string>();

function hashOf(file: SyntheticFile): string {
  const known = hashes.get(file);
  if (known !== undefined) return known;
  // Of a large file's beginning: nobody who reads parts can compare it.
  const digest = createHash('sha256')
    .update(file.read(0, Math.min(file.size, 2 ** 24)))
    .digest('hex');
  hashes.set(file, digest);
  return digest;
}
