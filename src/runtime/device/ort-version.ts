/** The version of onnxruntime-web: its .wasm is fetched beside us, and only that of this version fits our JavaScript. */
export const ORT_VERSION = '1.30.0';
