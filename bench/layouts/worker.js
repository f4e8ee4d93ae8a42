// One layout in a worker of its own, with an onnxruntime-web and a heap of its own.

import { heap } from './heap.js';

let ort;
let session;
let outputs;

async function open({ ortUrl, graph, weights, fetched }) {
  ort = await import(ortUrl);
  ort.env.wasm.numThreads = 1;
  const read = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
  const data = await read(weights);
  const model = await read(graph);
  const start = performance.now();
  session = await ort.InferenceSession.create(model, {
    externalData: [{ path: 'weights.bin', data }],
  });
  outputs =
    fetched === 'all'
      ? session.outputNames
      : session.outputNames.filter((name) => /^(attention|logits)/.test(name));
  return performance.now() - start;
}

async function run({ length, layers, heads, vocab }) {
  const ids = Int32Array.from({ length }, (_, at) => (at * 7919) % vocab);
  const feeds = {
    input_ids: new ort.Tensor('int32', ids, [1, length]),
    head_mask: new ort.Tensor('float32', new Float32Array(layers * heads).fill(1), [layers, heads]),
  };
  const start = performance.now();
  await session.run(feeds, outputs);
  return performance.now() - start;
}

self.addEventListener('message', async ({ data: { id, task, options } }) => {
  try {
    self.postMessage({ id, result: await { open, run, heap }[task](options) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
});
