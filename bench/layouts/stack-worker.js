// A model in a worker of its own, with an onnxruntime-web and a heap of its own: as one graph, or as a stack of blocks.

import { heap } from './heap.js';

const MASKED = -1e30;

let ort;
let model;

const read = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
const open = (graph, data) =>
  ort.InferenceSession.create(graph, { externalData: [{ path: 'weights.bin', data }] });
const tensor = (values, dims) => new ort.Tensor('float32', values, dims);
const idsOf = (length, vocab) => Array.from({ length }, (_, at) => (at * 7919) % vocab);

class Whole {
  async open({ graph, weights, architecture }) {
    this.architecture = architecture;
    const chunks = [];
    for (const url of weights) chunks.push(await read(url));
    const data = new Uint8Array(await new Blob(chunks).arrayBuffer());
    this.session = await open(await read(graph), data);
    this.outputs = this.session.outputNames.filter((name) => /^(attention|logits)/.test(name));
  }

  async run(ids) {
    const { layers, heads } = this.architecture;
    const mask = new Float32Array(layers * heads).fill(1);
    await this.session.run(
      {
        input_ids: new ort.Tensor('int32', Int32Array.from(ids), [1, ids.length]),
        head_mask: tensor(mask, [layers, heads]),
      },
      this.outputs,
    );
  }
}

class Stack {
  async open({ block, output, weights, places, architecture, edits }) {
    Object.assign(this, { places, architecture });
    const graph = await read(block);
    this.blocks = [];
    const outputWeights = weights.at(-1);
    for (const url of weights.slice(0, -1)) this.blocks.push(await open(graph, await read(url)));
    this.ends = await read(outputWeights);
    this.output = await open(await read(output), this.ends);
    this.unedited = { 'attention.rescale': tensor(Float32Array.of(0), [1, 1, 1, 1]) };
    for (const [point, dimensions] of Object.entries(edits)) {
      const one = Array.from({ length: dimensions }, () => 1);
      this.unedited[`${point}.keep`] = tensor(Float32Array.of(1), one);
      this.unedited[`${point}.add`] = tensor(Float32Array.of(0), one);
    }
  }

  /** @param before what it gave for the first of the ids. */
  async run(ids, before) {
    const { heads, dModel } = this.architecture;
    const headDim = dModel / heads;
    const known = before?.tokens ?? 0;
    const tokens = ids.length - known;
    const padding = -ids.length & 3;
    const width = ids.length + padding;
    const feeds = {
      ...this.unedited,
      mask: tensor(
        Float32Array.from({ length: tokens * width }, (_, at) =>
          at % width <= known + Math.floor(at / width) ? 0 : MASKED,
        ),
        [1, 1, tokens, width],
      ),
      'padding.keys': tensor(new Float32Array(heads * headDim * padding), [
        1,
        heads,
        headDim,
        padding,
      ]),
      'padding.values': tensor(new Float32Array(heads * padding * headDim), [
        1,
        heads,
        padding,
        headDim,
      ]),
      residual: tensor(this.embed(ids.slice(known), known), [1, tokens, dModel]),
    };
    const layers = [];
    for (const [layer, block] of this.blocks.entries()) {
      const past = before?.layers[layer] ?? {
        keys: new Float32Array(),
        values: new Float32Array(),
      };
      const results = await block.run(
        {
          ...feeds,
          'past.keys': tensor(past.keys, [1, heads, headDim, known]),
          'past.values': tensor(past.values, [1, heads, known, headDim]),
        },
        ['attention', 'residual.post', 'keys', 'values'],
      );
      feeds.residual = results['residual.post'];
      layers.push({
        attention: results.attention.data,
        keys: join(past.keys, known, results.keys.data, tokens, heads * headDim),
        values: join(past.values, known * headDim, results.values.data, tokens * headDim, heads),
      });
    }
    const last = feeds.residual.data.slice(-dModel);
    await this.output.run({ residual: tensor(last, [1, 1, dModel]) });
    return { tokens: ids.length, layers };
  }

  embed(ids, first) {
    const { dModel, vocab, context } = this.architecture;
    const { embedding, scale, stride, positions } = this.places;
    const scales = new Float32Array(this.ends.buffer, scale, vocab);
    const halves = new Uint16Array(this.ends.buffer, positions, context * dModel);
    const rows = new Float32Array(ids.length * dModel);
    for (const [at, id] of ids.entries()) {
      for (let channel = 0; channel < dModel; channel++) {
        const step = this.ends[embedding + id * stride + channel] - 128;
        const position = halfToFloat(halves[(first + at) * dModel + channel]);
        rows[at * dModel + channel] = step * scales[id] + position;
      }
    }
    return rows;
  }
}

function halfToFloat(bits) {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
}

function join(left, leftLength, right, rightLength, rows) {
  const length = leftLength + rightLength;
  const joined = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    joined.set(left.subarray(row * leftLength, (row + 1) * leftLength), row * length);
    joined.set(
      right.subarray(row * rightLength, (row + 1) * rightLength),
      row * length + leftLength,
    );
  }
  return joined;
}

const tasks = {
  async open({ ortUrl, kind, ...options }) {
    ort = await import(ortUrl);
    ort.env.wasm.numThreads = 1;
    model = kind === 'stack' ? new Stack() : new Whole();
    const start = performance.now();
    await model.open(options);
    return performance.now() - start;
  },

  /** Milliseconds of a run of `length` tokens of which `known` have been run. */
  async run({ length, known }) {
    const ids = idsOf(length, model.architecture.vocab);
    const before = known > 0 ? await model.run(ids.slice(0, known)) : undefined;
    const start = performance.now();
    await model.run(ids, before);
    return performance.now() - start;
  },

  heap,
};

self.addEventListener('message', async ({ data: { id, task, options } }) => {
  try {
    self.postMessage({ id, result: await tasks[task](options) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
});
