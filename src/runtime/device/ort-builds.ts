// The builds of onnxruntime-web that are used, and what each costs to fetch. Each needs one .wasm; its JavaScript is
// part of ours. The builds for WASM and for WebGPU are never mixed: see docs/runtime.md.

import type { OrtBuild } from '../api.js';

export interface OrtFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const ORT_FILES: Readonly<Record<OrtBuild, OrtFile>> = {
  wasm: {
    path: 'ort-wasm-simd-threaded.wasm',
    bytes: 14_239_897,
    sha256: '3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
  },
  webgpu: {
    path: 'ort-wasm-simd-threaded.asyncify.wasm',
    bytes: 26_781_914,
    sha256: '39f9f0894d478800487ed9f7dbe92618498db320cf55c8e3d89adff8dce658da',
  },
  jspi: {
    path: 'ort-wasm-simd-threaded.jspi.wasm',
    bytes: 16_758_545,
    sha256: 'a54c76f86b0f0d9572380cf1c6292a7b3903716ffcbcd6b0e5c7050bf430eb93',
  },
};
