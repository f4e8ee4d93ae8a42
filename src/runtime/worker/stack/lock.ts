// One thing after another. onnxruntime-web has one heap and one list of external files for all its sessions: two that are
// created at once with the same file name both get the second's weights, and on its WebGPU build one that is created while
// another runs breaks the memory of both. So whatever asks it for something waits for its turn here.

export class Lock {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` once all before it is over, well or not. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => {});
    return result;
  }
}
