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
import { fetchManifest } from '../packs/fetch-manifest.js';
import type { ModelManifest, PackFile } from '../packs/manifest.js';
import type { PackAddress } from '../packs/pack-address.js';
import { loadedFiles, sumOfBytes } from '../packs/pack-files.js';
import { RuntimeError } from '../runtime-error.js';
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

/** What a load needs to know: the options, the pack and the device it is for. */
export interface LoadPlan {
  readonly settings: EngineSettings;
  readonly manifest: ModelManifest;
  readonly model: ModelInfo;
  readonly plan: Plan;
}

/**
 * Reads the manifest and probes the device.
 * @throws {RuntimeError} what `fetchManifest` throws, or `no-webgpu`.
 */
export async function makeLoadPlan(
  manifestUrl: string,
  settings: EngineSettings,
  signal: AbortSignal,
  probe: typeof choosePlan = choosePlan,
): Promise<LoadPlan> {
  const url = mapped(manifestUrl, settings);
  const { integrity, device } = settings;
  const request = requestOf(settings);
  const [manifest, plan] = await Promise.all([
    fetchManifest(url, { integrity, signal, request }),
    probe(device),
  ]);
  return { settings, manifest, plan, model: modelInfo(manifest) };
}

/** Asks the cache, and nothing else. */
export async function estimateOf(loadPlan: LoadPlan): Promise<Estimate> {
  const { model, plan } = loadPlan;
  const files = modelFiles(loadPlan);
  const ort = ORT_FILES[plan.ortBuild];
  const modelBytes = sumOfBytes(files);
  return {
    model,
    plan,
    bytes: modelBytes + ort.bytes,
    parts: { model: modelBytes, ort: ort.bytes },
    cached: await areKept([...files, ort]),
    startsByItself: startsByItself(loadPlan),
  };
}

/** Whether it may load without the reader's own word. */
export function startsByItself(loadPlan: LoadPlan): boolean {
  return mayAutoLoad(sumOfBytes(modelFiles(loadPlan)));
}

function modelFiles({ manifest, plan }: LoadPlan): PackFile[] {
  return loadedFiles(manifest, plan.device);
}

type FileAddress = Pick<PackAddress, 'fileUrl'>;

/** @throws {RuntimeError} `bad-address` when the page's `mapUrl` gives none. */
export function tokenizerRequest(
  { settings, manifest }: LoadPlan,
  address: FileAddress,
): TokenizerRequest {
  const { tokenizer, tokenizerFile } = manifest;
  return {
    request: requestOf(settings),
    tokenizer,
    ...(tokenizerFile && { tokenizerFile: remoteFile(tokenizerFile, settings, address) }),
  };
}

/** @throws {RuntimeError} `bad-address` when the page's `mapUrl` or `ortBase` gives none. */
export function loadRequest(loadPlan: LoadPlan, address: FileAddress): LoadRequest {
  const { settings, manifest, plan } = loadPlan;
  const { graphs, embedding, positions, layers, output } = manifest.layouts[plan.layout];
  const remote = (file: PackFile) => remoteFile(file, settings, address);
  const { path, bytes, sha256 } = ORT_FILES[plan.ortBuild];
  const { block, output: outputGraph } = graphs[plan.device];
  return {
    plan,
    ...tokenizerRequest(loadPlan, address),
    architecture: manifest.architecture,
    graphs: { block: remote(block), output: remote(outputGraph) },
    embedding: embedding.map(remote),
    positions: remote(positions),
    layers: layers.map((files) => files.map(remote)),
    output: output.map(remote),
    wasm: { url: ortUrl(path, settings), bytes, sha256 },
  };
}

function remoteFile(
  { path, bytes, sha256 }: PackFile,
  settings: EngineSettings,
  { fileUrl }: FileAddress,
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
  return sumOfBytes([...modelFiles(loadPlan), ORT_FILES[loadPlan.plan.ortBuild]]);
}

function modelInfo({ id, name, architecture, tokenizer }: ModelManifest): ModelInfo {
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
