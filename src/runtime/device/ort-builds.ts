// The builds of onnxruntime-web that are used, and what each costs to fetch. Each needs one .wasm; its JavaScript is
// part of ours. The builds for WASM and for WebGPU are never mixed: see docs/runtime.md.

import type { OrtBuild } from '../handle.js';

/** The version these sizes belong to, and the only one whose .wasm fits our JavaScript. */
export const ORT_VERSION = '1.30.0';

export interface OrtFile {
  readonly path: string;
  readonly bytes: number;
}

export const ORT_FILES: Readonly<Record<OrtBuild, OrtFile>> = {
  wasm: { path: 'ort-wasm-simd-threaded.wasm', bytes: 14_239_897 },
  webgpu: { path: 'ort-wasm-simd-threaded.asyncify.wasm', bytes: 26_781_914 },
  jspi: { path: 'ort-wasm-simd-threaded.jspi.wasm', bytes: 16_758_545 },
};
