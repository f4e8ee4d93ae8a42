// What is known of a model before it is downloaded: its manifest, the plan for this browser, and what a load would fetch.

import type {
  DevicePreference,
  Estimate,
  FileRequest,
  ModelInfo,
  Plan,
  RuntimeOptions,
} from '../api.js';
import { defaultOrtBase } from '../delivery.js';
import { mayAutoLoad } from '../device/auto-load.js';
import { ORT_FILES } from '../device/ort-builds.js';
import { choosePlan } from '../device/probe.js';
import { FILE_REQUEST } from '../fetch/file-request.js';
import type { HubCheckpoint } from '../hub/find-on-hub.js';
import { isMade } from '../hub/made.js';
import { fetchManifest } from '../packs/fetch-manifest.js';
import { HUB_HOST } from '../packs/hub-address.js';
import type { ModelAbout, ModelManifest, PackFile } from '../packs/manifest.js';
import type { PackAddress } from '../packs/pack-address.js';
import { loadedFiles, sumOfBytes } from '../packs/pack-files.js';
import { importError, RuntimeError } from '../runtime-error.js';
import { shorten } from '../shorten.js';
import type { LoadRequest, RemoteFile, TokenizerRequest } from '../wire/protocol.js';
import { areKept } from './kept-model.js';

/** Where texts are cut: above it a matrix is past reading, and a run on one thread past waiting for. */
const MAX_TOKENS = 128;

export type EngineSettings = Pick<
  RuntimeOptions,
  'ortBase' | 'workerUrl' | 'mapUrl' | 'request'
> & {
  readonly device: DevicePreference;
  readonly integrity?: string | undefined;
};

/** Where a model's files are: in a pack, or on a hub as a checkpoint that is converted here. */
type ModelSource =
  | ({
      readonly kind: 'pack';
      readonly manifest: ModelManifest;
      readonly request: FileRequest;
    } & Pick<PackAddress, 'fileUrl'>)
  | HubCheckpoint;

/** What a load needs to know: the options, the model and the device it is for. */
export interface LoadPlan {
  readonly settings: EngineSettings;
  readonly about: ModelAbout;
  readonly source: ModelSource;
  readonly model: ModelInfo;
  readonly plan: Plan;
}

/**
 * Reads the manifest, or looks the model up on its hub, and probes the device.
 * @throws {RuntimeError} what `fetchManifest` and `findOnHub` throw, or `no-webgpu`.
 */
export async function makeLoadPlan(
  address: PackAddress,
  settings: EngineSettings,
  signal: AbortSignal,
  probe: typeof choosePlan = choosePlan,
): Promise<LoadPlan> {
  const [source, plan] = await Promise.all([
    findSource(address, settings, signal),
    probe(settings.device),
  ]);
  const about = source.kind === 'pack' ? source.manifest : source.about;
  return { settings, about, source, plan, model: modelInfo(about) };
}

async function findSource(
  { manifestUrl, fileUrl, hub }: PackAddress,
  settings: EngineSettings,
  signal: AbortSignal,
): Promise<ModelSource> {
  const { integrity } = settings;
  if (!hub) {
    const request = requestOf(settings);
    const manifest = await fetchManifest(mapped(manifestUrl, settings), {
      ...{ integrity, signal, request },
    });
    return { kind: 'pack', manifest, request, fileUrl };
  }
  const { findOnHub, HUB_REQUEST } = await importHub();
  const mapUrl = (url: string) => mapped(url, settings);
  const found = await findOnHub(hub, { signal, mapUrl });
  if (found.kind === 'checkpoint') {
    if (integrity !== undefined) throw noManifest(found.key);
    return found;
  }
  const manifest = await fetchManifest(mapUrl(found.manifestUrl), {
    ...{ integrity, signal, request: HUB_REQUEST },
  });
  return { kind: 'pack', manifest, request: HUB_REQUEST, fileUrl: found.fileUrl };
}

/** Asks the cache, and nothing else. */
export async function estimateOf(loadPlan: LoadPlan): Promise<Estimate> {
  const { model, plan, source } = loadPlan;
  const ort = ORT_FILES[plan.ortBuild];
  const modelBytes = bytesOf(loadPlan);
  return {
    model,
    plan,
    bytes: modelBytes + ort.bytes,
    parts: { model: modelBytes, ort: ort.bytes },
    cached: (await areKept([ort])) && (await isModelKept(loadPlan)),
    ...(source.kind === 'checkpoint' && { hub: { host: HUB_HOST, kept: source.kept } }),
    startsByItself: startsByItself(loadPlan),
  };
}

/** Whether it may load without the reader's own word. */
export function startsByItself(loadPlan: LoadPlan): boolean {
  return mayAutoLoad(bytesOf(loadPlan));
}

/** Of the model's files, as they are fetched on the first visit. */
function bytesOf({ source, plan }: LoadPlan): number {
  return source.kind === 'pack'
    ? sumOfBytes(loadedFiles(source.manifest, plan.device))
    : source.bytes + sumOfBytes(source.tokenizerFile ? [source.tokenizerFile] : []);
}

function isModelKept({ source, plan }: LoadPlan): Promise<boolean> {
  return source.kind === 'pack'
    ? areKept(loadedFiles(source.manifest, plan.device))
    : isMade(source.key);
}

/** @throws {RuntimeError} `bad-address` when the page's `mapUrl` gives none. */
export function tokenizerRequest({ settings, about, source }: LoadPlan): TokenizerRequest {
  const { tokenizer } = about;
  const isPack = source.kind === 'pack';
  const file = isPack
    ? about.tokenizerFile && remoteFile(about.tokenizerFile, settings, source)
    : source.tokenizerFile;
  return {
    request: isPack ? source.request : requestOf(settings),
    tokenizer,
    ...(file && { tokenizerFile: file }),
  };
}

/** @throws {RuntimeError} `bad-address` when the page's `mapUrl` or `ortBase` gives none. */
export function loadRequest(loadPlan: LoadPlan): LoadRequest {
  const { settings, about, source, plan } = loadPlan;
  const { path, bytes, sha256 } = ORT_FILES[plan.ortBuild];
  return {
    plan,
    ...tokenizerRequest(loadPlan),
    architecture: about.architecture,
    weights: weightsOf(source, settings, plan),
    wasm: { url: ortUrl(path, settings), bytes, sha256 },
  };
}

function weightsOf(
  source: ModelSource,
  settings: EngineSettings,
  { layout, device }: Plan,
): LoadRequest['weights'] {
  if (source.kind === 'checkpoint') {
    const { kind, key, files, bytes } = source;
    return { kind, key, files, bytes };
  }
  const { graphs, embedding, positions, layers, output } = source.manifest.layouts[layout];
  const remote = (file: PackFile) => remoteFile(file, settings, source);
  const ofDevice = graphs[device];
  return {
    kind: 'pack',
    graphs: { block: remote(ofDevice.block), output: remote(ofDevice.output) },
    embedding: embedding.map(remote),
    positions: remote(positions),
    layers: layers.map((files) => files.map(remote)),
    output: output.map(remote),
  };
}

function remoteFile(
  { path, bytes, sha256 }: PackFile,
  settings: EngineSettings,
  { fileUrl }: Pick<PackAddress, 'fileUrl'>,
): RemoteFile {
  return { url: mapped(fileUrl(path), settings), bytes, sha256 };
}

/** Field by field: a worker takes only plain data. */
function requestOf(settings: EngineSettings): FileRequest {
  const { credentials, redirect, referrerPolicy } = { ...FILE_REQUEST, ...settings.request };
  return {
    ...(credentials && { credentials }),
    ...(redirect && { redirect }),
    ...(referrerPolicy && { referrerPolicy }),
  };
}

/** Of the model and of onnxruntime-web. */
export function totalBytes(loadPlan: LoadPlan): number {
  return bytesOf(loadPlan) + ORT_FILES[loadPlan.plan.ortBuild].bytes;
}

function modelInfo({ id, name, architecture, tokenizer, whyNoTokenizer }: ModelAbout): ModelInfo {
  const { layers, heads, dModel, context, vocab } = architecture;
  return {
    id,
    name,
    layers,
    heads,
    headDim: dModel / heads,
    maxTokens: Math.min(MAX_TOKENS, context),
    context,
    vocab,
    takesText: tokenizer !== 'none',
    ...(whyNoTokenizer !== undefined && { whyNoText: whyNoTokenizer }),
  };
}

/** None where only onnxruntime-web itself knows where a bundler has put it. */
function ortUrl(path: string, settings: EngineSettings): string | undefined {
  const base = settings.ortBase ?? defaultOrtBase();
  if (base === undefined) return undefined;
  const folder = absolute(String(base).replace(/\/?$/, '/'));
  if (folder === undefined) throw badAddress('ortBase', String(base), 'is no address');
  return mapped(folder + path, settings);
}

/** The page's last word on an address. */
function mapped(url: string, { mapUrl }: EngineSettings): string {
  if (!mapUrl) return url;
  let answer: unknown;
  try {
    answer = mapUrl(url);
  } catch (cause) {
    throw badAddress('mapUrl', url, `fails: ${cause instanceof Error ? cause.message : cause}`);
  }
  const address = absolute(answer);
  if (address !== undefined) return address;
  throw badAddress('mapUrl', url, `gives ${describe(answer)}, which is no address`);
}

/** Relative to the page: a worker would take it as relative to its script. Nothing where it is none. */
function absolute(url: unknown): string | undefined {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  const isAddress = typeof url === 'string' || url instanceof URL;
  return isAddress && URL.canParse(url, base) ? new URL(url, base).href : undefined;
}

function describe(value: unknown): string {
  return typeof value === 'string' ? `"${shorten(value)}"` : shorten(String(value));
}

function badAddress(option: string, url: string, what: string): RuntimeError {
  return new RuntimeError(
    'bad-address',
    `The page's ${option} for "${shorten(url)}" ${what}.`,
    `Authors: correct the ${option} that the page gives to configure().`,
    { subject: url },
  );
}

/** What a page pins is the manifest of a pack, which is not there. */
function noManifest(key: string): RuntimeError {
  return new RuntimeError(
    'manifest-hash',
    `${key} is a checkpoint, which has no manifest that the page's integrity could be compared with.`,
    'Authors: leave integrity out. The commit after the @ pins a model on a hub.',
    { subject: key },
  );
}

/** What knows hubs comes with the first model of one. @throws {RuntimeError} `file-unreachable`. */
async function importHub(): Promise<typeof import('../hub/index.js')> {
  try {
    return await import('../hub/index.js');
  } catch (error) {
    throw importError(error);
  }
}
