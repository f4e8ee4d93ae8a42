// Where the recording with query and key vectors is. Each file is named in full, so that a host's bundler takes it along;
// this module lies as deep as `dist/cdn/qkv-sandbox.js` does, so that the same paths hold there.

/** The trace of "John Smith is also the son of Fred Smith", and the file of its vectors. */
export function recordedVectors(): { readonly trace: string; readonly vectors: string } {
  return {
    trace: new URL('../../traces/john-smith.json', import.meta.url).href,
    vectors: new URL('../../traces/john-smith.qkv.bin', import.meta.url).href,
  };
}
