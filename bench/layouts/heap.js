// How large the heap of onnxruntime-web is: to be imported before it.

const memories = [];
const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(description) {
    super(description);
    memories.push(this);
  }
};

/** Megabytes of the largest memory that was made. */
export const heap = () => Math.max(0, ...memories.map(({ buffer }) => buffer.byteLength)) / 1e6;
