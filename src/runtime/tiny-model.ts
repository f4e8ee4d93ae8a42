// Where the embedded model is. Each file is named in full, so that a host's bundler takes it along; this module lies as
// deep as `dist/cdn/attn-lens.js` does, so that the same paths hold there.

/** Paths within the pack, and where the package has them. */
export function tinyModelFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['manifest.json', new URL('../../models/tiny/manifest.json', import.meta.url).href],
    ['graph.wasm.onnx', new URL('../../models/tiny/graph.wasm.onnx', import.meta.url).href],
    ['graph.webgpu.onnx', new URL('../../models/tiny/graph.webgpu.onnx', import.meta.url).href],
    ['weights.00.bin', new URL('../../models/tiny/weights.00.bin', import.meta.url).href],
  ]);
}

/** Of its manifest, which has the hashes of all other files. A test compares it with the pack. */
export const TINY_INTEGRITY = 'sha256-zaA86UXqRHG5cNKyGnlekrOMLKLZ/gbhp/8JHQ7MYRk=';
