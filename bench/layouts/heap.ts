// How large the heap of onnxruntime-web is: to be imported before it.

const memories: WebAssembly.Memory[] = [];
const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(description: WebAssembly.MemoryDescriptor) {
    super(description);
    memories.push(this);
  }
};

/** Megabytes of the largest memory that was made. */
export const heap = (): number =>
  Math.max(0, ...memories.map(({ buffer }) => buffer.byteLength)) / 1e6;
