// Where the embedded model is. Each file is named in full, so that a host's bundler takes it along; this module lies as
// deep as `dist/cdn/attn-lens.js` does, so that the same paths hold there.

/** Paths within the pack, and where the package has them. */
export function tinyModelFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['manifest.json', new URL('../../models/tiny/manifest.json', import.meta.url).href],
    ['block.wasm.onnx', new URL('../../models/tiny/block.wasm.onnx', import.meta.url).href],
    ['block.webgpu.onnx', new URL('../../models/tiny/block.webgpu.onnx', import.meta.url).href],
    ['embedding.00.bin', new URL('../../models/tiny/embedding.00.bin', import.meta.url).href],
    ['positions.bin', new URL('../../models/tiny/positions.bin', import.meta.url).href],
    ['layer.00.bin', new URL('../../models/tiny/layer.00.bin', import.meta.url).href],
    ['layer.01.bin', new URL('../../models/tiny/layer.01.bin', import.meta.url).href],
    ['layer.02.bin', new URL('../../models/tiny/layer.02.bin', import.meta.url).href],
    ['layer.03.bin', new URL('../../models/tiny/layer.03.bin', import.meta.url).href],
    ['embedding.01.bin', new URL('../../models/tiny/embedding.01.bin', import.meta.url).href],
    ['output.00.bin', new URL('../../models/tiny/output.00.bin', import.meta.url).href],
    ['output.wasm.onnx', new URL('../../models/tiny/output.wasm.onnx', import.meta.url).href],
    ['output.webgpu.onnx', new URL('../../models/tiny/output.webgpu.onnx', import.meta.url).href],
  ]);
}

/** Of its manifest, which has the hashes of all other files. A test compares it with the pack. */
export const TINY_INTEGRITY = 'sha256-w4/QH2vWFq9SQf6Z3BzatAuM8fbVAORkRj4RK8P4MNY=';
