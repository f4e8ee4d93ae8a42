// A server that has a page and a model pack, and sends no more of the pack than a test allows: what readers with a slow
// line, or of a server that stops answering, have.

import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { serve } from '../scripts/serve.js';
import type { ModelManifest, PackFile } from '../src/runtime/packs/manifest.js';
import { loadedFiles, sumOfBytes } from '../src/runtime/packs/pack-files.js';

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self' blob:";

/** An answer that is not over. */
interface Answer {
  readonly response: ServerResponse;
  readonly bytes: Buffer;
  sent: number;
}

export class PackServer {
  readonly #folder: string;
  readonly manifest: ModelManifest;
  readonly #device: 'wasm' | 'webgpu';
  /** Ends with a slash. */
  url = '';
  close: () => Promise<void> = async () => {};
  /** Paths of the pack's files, in the order of requests. */
  asked: string[] = [];
  /** Bytes of all its files but the manifest. */
  sent = 0;
  /** Files that were under way together. */
  mostAtOnce = 0;
  /** Put before the worker's script, which no script of the page can reach. */
  workerPrelude = '';
  readonly #open = new Set<Answer>();
  #allowed = Number.POSITIVE_INFINITY;

  private constructor(folder: string, manifest: ModelManifest, device: 'wasm' | 'webgpu') {
    this.#folder = folder;
    this.manifest = manifest;
    this.#device = device;
  }

  /** @param folder of the pack. */
  static async start(folder: string, device: 'wasm' | 'webgpu' = 'wasm'): Promise<PackServer> {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    const server = new PackServer(folder, manifest, device);
    const running = await serve({
      contentSecurityPolicy: POLICY,
      first: (request, response) => server.#answer(request, response),
    });
    server.url = running.url;
    server.close = running.close;
    return server;
  }

  /** Of the pack's files, in the order in which they are read where no token is rare. */
  get readingOrder(): readonly PackFile[] {
    return loadedFiles(this.manifest, this.#device);
  }

  /** How many files are under way. */
  get underWay(): number {
    return this.#open.size;
  }

  /** As of a server that has not been asked for anything, and answers. */
  reset(): void {
    this.asked = [];
    this.sent = this.mostAtOnce = 0;
    this.#allowed = Number.POSITIVE_INFINITY;
  }

  /** Stops answering after so many bytes of the pack's files, of all answers together. */
  allow(bytes: number): void {
    this.#allowed = bytes;
    for (const answer of this.#open) this.#send(answer);
  }

  /** Stops answering after so many layers, where no token is rare. @param more bytes of what comes next. */
  allowLayers(layers: number, more = 0): void {
    const last = this.manifest.layouts.row8.layers[layers - 1]?.at(-1);
    const end = this.readingOrder.findIndex(({ path }) => path === last?.path) + 1;
    this.allow(sumOfBytes(this.readingOrder.slice(0, end)) + more);
  }

  #answer({ url = '' }: IncomingMessage, response: ServerResponse): boolean {
    const path = url.split('?')[0] ?? '';
    if (path === '/page') {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(`<!doctype html><title>A course</title><link rel="icon" href="data:,">
        <script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script>
        <script type="module" src="/npm/attention-lens/dist/cdn/attn-model.js"></script>
        <attn-model src="/pack/" device="${this.#device}">
          <attn-lens src="/npm/attention-lens/traces/dog.json"></attn-lens>
        </attn-model>`);
      return true;
    }
    if (this.workerPrelude && /\/worker-[\w-]+\.js$/.test(path)) {
      const script = new URL(`../dist/cdn/${path.split('/').at(-1)}`, import.meta.url);
      response.writeHead(200, { 'Content-Type': 'text/javascript' });
      void readFile(script).then((bytes) => response.end(this.workerPrelude + bytes));
      return true;
    }
    const [, name] = /^\/pack\/([\w.]+)$/.exec(path) ?? [];
    if (name === undefined) return false;
    if (name === 'manifest.json') {
      response.end(JSON.stringify(this.manifest));
      return true;
    }
    this.asked.push(name);
    const open = readFile(join(this.#folder, name)).then((bytes) => {
      const answer = { response, bytes, sent: 0 };
      this.#open.add(answer);
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#open.size);
      response.once('close', () => this.#open.delete(answer));
      response.writeHead(200, { 'Content-Length': bytes.length });
      this.#send(answer);
    });
    open.catch((error: Error) => response.destroy(error));
    return true;
  }

  #send(answer: Answer): void {
    const { response, bytes } = answer;
    const end = Math.min(bytes.length, answer.sent + this.#allowed - this.sent);
    if (end > answer.sent) response.write(bytes.subarray(answer.sent, end));
    this.sent += Math.max(0, end - answer.sent);
    answer.sent = Math.max(answer.sent, end);
    if (answer.sent < bytes.length) return;
    this.#open.delete(answer);
    response.end();
  }
}
