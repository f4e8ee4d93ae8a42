import { MODEL_FORMAT, type ModelManifest } from '../packs/manifest.js';

const sha256 = '0'.repeat(64);

/** The manifest of a model that does not exist, with one layer and one head. */
export function testManifest(changes: Partial<ModelManifest> = {}): ModelManifest {
  return {
    format: MODEL_FORMAT,
    id: 'test',
    name: 'test model',
    architecture: {
      layers: 1,
      heads: 1,
      dModel: 8,
      dInner: 32,
      vocab: 331,
      context: 256,
      layerNormEpsilon: 1e-5,
    },
    tokenizer: 'gpt2',
    layouts: {
      row8: {
        graphs: {
          wasm: { path: 'graph.wasm.onnx', bytes: 10, sha256 },
          webgpu: { path: 'graph.webgpu.onnx', bytes: 20, sha256 },
        },
        weights: [
          { path: 'weights.00.bin', bytes: 300, sha256 },
          { path: 'weights.01.bin', bytes: 4000, sha256 },
        ],
      },
    },
    provenance: { checkpoint: 'none', sha256 },
    ...changes,
  };
}

/** Its address: `fetch` reads it without a network. */
export function manifestUrl(manifest: unknown = testManifest()): string {
  return `data:application/json,${encodeURIComponent(JSON.stringify(manifest))}`;
}
