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
          wasm: graphs('wasm', 10),
          webgpu: graphs('webgpu', 20),
        },
        // 331 scales, and then 331 rows of 32 bytes.
        embedding: [
          { path: 'embedding.00.bin', bytes: 1344 + 200 * 32, sha256 },
          { path: 'embedding.01.bin', bytes: 131 * 32, sha256 },
        ],
        positions: { path: 'positions.bin', bytes: 256 * 8 * 2, sha256 },
        layers: [[{ path: 'layer.00.bin', bytes: 300, sha256 }]],
        output: [{ path: 'output.00.bin', bytes: 4000, sha256 }],
      },
    },
    provenance: { checkpoint: 'none', sha256 },
    ...changes,
  };
}

const graphs = (device: string, bytes: number) => ({
  block: { path: `block.${device}.onnx`, bytes, sha256 },
  output: { path: `output.${device}.onnx`, bytes, sha256 },
});

/** Its address: `fetch` reads it without a network. */
export function manifestUrl(manifest: unknown = testManifest()): string {
  return `data:application/json,${encodeURIComponent(JSON.stringify(manifest))}`;
}
