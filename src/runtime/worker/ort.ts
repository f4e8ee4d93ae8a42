/// <reference types="onnxruntime-web" />
// Starts one build of onnxruntime-web. A failed start is final for the worker it happened in, and so is the choice of
// build: whoever wants another ends the worker.

import type { OrtBuild } from '../api.js';
import { importPart } from './import-part.js';

export type Ort = typeof import('onnxruntime-web');

export async function importOrt(build: OrtBuild): Promise<Ort> {
  const ort = await importPart(importBuild(build));
  // Threads need cross-origin isolation, which the pages of others do not have.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return ort;
}

function importBuild(build: OrtBuild): Promise<Ort> {
  switch (build) {
    case 'wasm':
      return import('onnxruntime-web/wasm');
    case 'webgpu':
      return import('onnxruntime-web/webgpu');
    case 'jspi':
      return import('onnxruntime-web/jspi');
  }
}
