// Fetches and checks a pack's manifest. Where the network or the server fails the one of the last visit does.

import type { FileRequest } from '../api.js';
import { dataResponse } from '../fetch/data-address.js';
import { FILE_REQUEST } from '../fetch/file-request.js';
import { serverAdvice } from '../fetch/opened-as-file.js';
import { readBody } from '../fetch/read-body.js';
import { ConnectionError, persist } from '../fetch/retry.js';
import { STALL_MS } from '../fetch/stall-watch.js';
import { RuntimeError, throwIfAborted } from '../runtime-error.js';
import { shorten } from '../shorten.js';
import { tinyModelFiles } from '../tiny-model.js';
import { type AssetCache, openAssetCache } from './asset-cache.js';
import { checkIntegrity } from './integrity.js';
import type { ModelManifest } from './manifest.js';
import { packFiles } from './pack-files.js';
import { readManifest } from './read-manifest.js';

/** How long an answer is waited for when there is another. */
const KEPT_TIMEOUT_MS = 5_000;

export interface ManifestOptions {
  readonly integrity?: string | undefined;
  readonly signal?: AbortSignal;
  readonly request?: FileRequest;
}

/** @throws {RuntimeError} `manifest-unreachable`, `manifest-hash`, `bad-manifest` or `aborted`. */
export async function fetchManifest(
  url: string,
  { integrity, signal, request = FILE_REQUEST }: ManifestOptions = {},
): Promise<ModelManifest> {
  // Nothing is kept here: so be it.
  const cache = await openAssetCache().catch(() => undefined);
  const kept = await cache?.manifest(url).catch(() => undefined);
  const usable = kept !== undefined && (await isUsable(url, kept, integrity)) ? kept : undefined;
  const bytes = await fetchBytes(url, usable, request, signal);
  throwIfAborted(signal);
  if (integrity !== undefined) await checkIntegrity(url, bytes, integrity);
  const json = new TextDecoder().decode(bytes);
  const manifest = parse(url, json);
  if (cache && json !== kept) await keep(cache, url, json, manifest, kept);
  return manifest;
}

/** A damaged one, or one that this page is not pinned to, would only be an error in the place of the network's. */
async function isUsable(
  url: string,
  kept: string,
  integrity: string | undefined,
): Promise<boolean> {
  try {
    parse(url, kept);
    if (integrity !== undefined) {
      await checkIntegrity(url, new TextEncoder().encode(kept), integrity);
    }
    return true;
  } catch {
    return false;
  }
}

/** @param kept what there is should the network fail, which then is not asked again and again. */
function fetchBytes(
  url: string,
  kept: string | undefined,
  request: FileRequest,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  return persist(() => fetchOnce(url, kept, request, signal), {
    signal,
    giveUp: (reason) => unreachable(url, reason.message),
  });
}

async function fetchOnce(
  url: string,
  kept: string | undefined,
  request: FileRequest,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const timeout = AbortSignal.timeout(kept === undefined ? STALL_MS : KEPT_TIMEOUT_MS);
  try {
    const response =
      dataResponse(url) ??
      (await fetch(url, {
        ...request,
        signal: AbortSignal.any([timeout, ...(signal ? [signal] : [])]),
      }));
    if (response.ok) return await readBody(response, MANIFEST_BYTES, () => tooLarge(url));
    void response.body?.cancel();
    const problem = unreachable(url, `the server answered with status ${response.status}`);
    if (response.status < 500 || kept === undefined) throw problem;
    return new TextEncoder().encode(kept);
  } catch (error) {
    if (signal?.aborted || error instanceof RuntimeError) throw error;
    if (kept !== undefined) return new TextEncoder().encode(kept);
    throw new ConnectionError(error instanceof Error ? error.message : String(error));
  }
}

/** A manifest is some kilobytes; anything larger is something else and not read to its end. */
const MANIFEST_BYTES = 2 ** 20;

function tooLarge(url: string): RuntimeError {
  return new RuntimeError(
    'bad-manifest',
    `${shorten(url)} is larger than ${MANIFEST_BYTES} bytes, which no manifest is.`,
    'Give the address of a model pack, or of its manifest.json.',
    { subject: url },
  );
}

/** Where the embedded model would be if the library lay where Vite's development server moves it to. */
const MOVED = /\/node_modules\/models\//;
const CONFIGURE_VITE =
  'Vite 7 and older move the library away from its files: set optimizeDeps.exclude to attention-lens and onnxruntime-web, and worker.format to es.';

/** Bundlers that do not know `new URL(…, import.meta.url)` leave the embedded model out. */
const isEmbedded = (url: string) => url === tinyModelFiles().get('manifest.json');
const COPY_ASSETS =
  'Authors: if the page has no copy of the embedded model, "npx attention-lens assets <folder>" makes one and prints what to configure.';
const ALLOW =
  'From another origin the file needs CORS, and the page may need its address in connect-src.';

/** A page of the hub in the place of a model's name there. */
const HUB_PAGE = /^https:\/\/huggingface\.co\/([\w.-]+\/[\w.-]+)/;

/** @param otherwise what can be done about another model than the embedded one. */
function adviceFor(url: string, otherwise: string): string {
  if (MOVED.test(url)) return CONFIGURE_VITE;
  const [, onHub] = HUB_PAGE.exec(url) ?? [];
  if (onHub !== undefined) return `Name a model on Hugging Face as in "hf:${onHub}".`;
  return isEmbedded(url) ? COPY_ASSETS : otherwise;
}

function parse(url: string, json: string): ModelManifest {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new RuntimeError(
      'bad-manifest',
      `${shorten(url)} is not JSON.`,
      adviceFor(url, 'Check the address: servers often answer a wrong one with a page.'),
      { subject: url, cause: error },
    );
  }
  try {
    return readManifest(value);
  } catch (cause) {
    const { code, message, advice } = cause as RuntimeError;
    throw new RuntimeError(code, `${shorten(url)}: ${message}`, advice, {
      subject: url,
      cause,
    });
  }
}

/** Files of the pack as it was before are let go: they would take up room for good. */
async function keep(
  cache: AssetCache,
  url: string,
  json: string,
  manifest: ModelManifest,
  before: string | undefined,
): Promise<void> {
  try {
    await cache.putManifest(url, json);
    if (before === undefined) return;
    const present = hashesOf(manifest);
    const past = [...hashesOf(parse(url, before))].filter((sha256) => !present.has(sha256));
    await Promise.all(past.map((sha256) => cache.drop(sha256)));
  } catch {
    // No room for 4 kB, or an older library's manifest: the files of the model will say the same.
  }
}

function hashesOf(manifest: ModelManifest): Set<string> {
  return new Set(packFiles(manifest).map(({ sha256 }) => sha256));
}

function unreachable(url: string, reason: string): RuntimeError {
  const advice = `Check the connection. ${adviceFor(url, 'Authors: check that the address is right.')} ${ALLOW}`;
  return new RuntimeError(
    'manifest-unreachable',
    `The model's manifest ${shorten(url)} could not be fetched: ${reason}.`,
    isEmbedded(url) ? advice : serverAdvice(url, advice),
    { subject: url },
  );
}
