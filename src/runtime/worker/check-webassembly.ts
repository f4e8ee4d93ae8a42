import { RuntimeError } from '../runtime-error.js';

/** The smallest module: magic number and version. */
const EMPTY_MODULE = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);

/**
 * Asks before anything is downloaded whether WebAssembly may run here. In a worker the policy is that of its script.
 * @throws {RuntimeError} `wasm-blocked`.
 */
export function checkWebAssembly(): void {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    throw new RuntimeError(
      'wasm-blocked',
      'WebAssembly may not run here: the Content-Security-Policy or the browser forbids it.',
      "Add 'wasm-unsafe-eval' to script-src, for the page and for the library's files.",
      { subject: "script-src 'wasm-unsafe-eval'", cause: error },
    );
  }
}
