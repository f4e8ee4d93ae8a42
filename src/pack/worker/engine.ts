// onnxruntime-web on one thread, as everywhere: the order in which numbers are added up is then that of the command.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as ort from 'onnxruntime-web/wasm';
import type { FloatEngine } from '../../convert/float/float-pass.js';
import { ORT_FILES } from '../../runtime/device/ort-builds.js';
import { ORT_VERSION } from '../../runtime/device/ort-version.js';
import { FILE_REQUEST } from '../../runtime/fetch/file-request.js';
import { RuntimeError } from '../../runtime/runtime-error.js';
import { Lock } from '../../runtime/worker/stack/lock.js';

const { path, bytes: size, sha256: hash } = ORT_FILES.wasm;

/** Where its .wasm may be: beside this package on a CDN or in a copy that `assets` made, in node_modules, on a public CDN. */
const PLACES: readonly string[] = [
  `../../../onnxruntime-web@${ORT_VERSION}/dist/${path}`,
  `../../../onnxruntime-web/dist/${path}`,
  `https://cdn.jsdelivr.net/npm/onnxruntime-web@${ORT_VERSION}/dist/${path}`,
];

/** @throws {RuntimeError} `ort-start` when it cannot be fetched. */
export async function startEngine(): Promise<FloatEngine> {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  ort.env.wasm.wasmBinary = await fetchWasm();
  const lock = new Lock();
  return (work) => lock.run(() => work(ort));
}

async function fetchWasm(): Promise<Uint8Array<ArrayBuffer>> {
  for (const place of PLACES) {
    const response = await fetch(new URL(place, location.href), FILE_REQUEST).catch(
      () => undefined,
    );
    if (!response?.ok || Number(response.headers.get('Content-Length') ?? size) > 2 * size) {
      void response?.body?.cancel();
      continue;
    }
    const bytes = await response.arrayBuffer().catch(() => new ArrayBuffer());
    if (bytesToHex(sha256(new Uint8Array(bytes))) === hash) return new Uint8Array(bytes);
  }
  throw new RuntimeError(
    'ort-start',
    `onnxruntime-web ${ORT_VERSION}, which runs the original and the pack, could not be fetched.`,
    'Check the connection. If this is your site: "npx attention-lens assets <folder>" lays it beside this page.',
  );
}
