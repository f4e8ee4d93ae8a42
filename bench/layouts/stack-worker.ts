// A model in a worker of its own, with an onnxruntime-web and a heap of its own: as one graph, or as the stack of blocks that
// the library's worker runs.

import type * as OrtModule from 'onnxruntime-web';
import type { ModelArchitecture } from '../../src/runtime/packs/manifest.js';
import type { LoadRequest, RemoteFile } from '../../src/runtime/wire/protocol.js';
import { type FileSource, PackParts } from '../../src/runtime/worker/pack-parts.js';
import type { BlockStack } from '../../src/runtime/worker/stack/block-stack.js';
import { editsKey } from '../../src/runtime/worker/stack/edits.js';
import { KeptRuns } from '../../src/runtime/worker/stack/kept-runs.js';
import { Lock } from '../../src/runtime/worker/stack/lock.js';
import { WEIGHTS_PATH } from '../../src/runtime/worker/stack/open-session.js';
import { StackLoad } from '../../src/runtime/worker/stack/stack-load.js';
import { heap } from './heap.js';

/** What the bench asks for. */
export interface BenchTasks {
  /** @returns milliseconds until all of the model is open. */
  open(model: BenchModel & { readonly ortUrl: string }): Promise<number>;
  /** @returns milliseconds of a run of `length` tokens of which the first `known` have been run. */
  run(options: { readonly length: number; readonly known: number }): Promise<number>;
  /** @returns megabytes. */
  heap(): number;
}

export type BenchModel =
  | { readonly kind: 'stack'; readonly request: LoadRequest }
  | {
      readonly kind: 'whole';
      readonly architecture: ModelArchitecture;
      readonly graph: string;
      readonly weights: string;
    };

interface OpenModel {
  readonly vocab: number;
  /** Runs the first `known` tokens. @returns what then runs all of them. */
  prepare(ids: readonly number[], known: number): Promise<() => Promise<unknown>>;
}

type Ort = typeof OrtModule;

const OWNER = 1;

let model: OpenModel | undefined;

async function openWhole(
  ort: Ort,
  { architecture, graph, weights }: BenchModel & { kind: 'whole' },
): Promise<OpenModel> {
  const { layers, heads, vocab } = architecture;
  const session = await ort.InferenceSession.create(await read(graph), {
    externalData: [{ path: WEIGHTS_PATH, data: await read(weights) }],
  });
  const outputs = session.outputNames.filter((name) => /^(attention|logits)/.test(name));
  const mask = new Float32Array(layers * heads).fill(1);
  return {
    vocab,
    prepare: async (ids) => () =>
      session.run(
        {
          input_ids: new ort.Tensor('int32', Int32Array.from(ids), [1, ids.length]),
          head_mask: new ort.Tensor('float32', mask, [layers, heads]),
        },
        outputs,
      ),
  };
}

async function openStack(ort: Ort, request: LoadRequest): Promise<OpenModel> {
  const { architecture, weights } = request;
  const { layers, vocab } = architecture;
  if (weights.kind !== 'pack') throw new Error('The bench runs packs.');
  const parts = new PackParts(architecture, weights, SOURCE);
  const load = new StackLoad({ architecture, device: 'wasm', parts, lock: new Lock() });
  await load.load(Promise.resolve(ort), () => {});
  const stack: BlockStack = load.stack(ort);
  const unedited = Array.from({ length: layers }, () => editsKey(undefined));
  return {
    vocab,
    async prepare(ids, known) {
      const kept = new KeptRuns();
      const run = (some: readonly number[]) =>
        stack.run(
          { ids: some, reuse: kept.find(OWNER, some, unedited), onLayer: () => {} },
          (run) => kept.add(OWNER, run),
        );
      if (known > 0) await run(ids.slice(0, known));
      return () => run(ids);
    },
  };
}

const SOURCE: FileSource = {
  async fill(target: Uint8Array<ArrayBuffer>, { url }: RemoteFile) {
    target.set(await read(url));
  },
};

async function read(url: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const tasks: BenchTasks = {
  async open({ ortUrl, ...described }) {
    const ort: Ort = await import(ortUrl);
    ort.env.wasm.numThreads = 1;
    return timed(async () => {
      model =
        described.kind === 'whole'
          ? await openWhole(ort, described)
          : await openStack(ort, described.request);
    });
  },

  async run({ length, known }) {
    if (!model) throw new Error('run before open');
    const { vocab } = model;
    const ids = Array.from({ length }, (_, at) => (at * 7919) % vocab);
    return timed(await model.prepare(ids, known));
  },

  heap,
};

interface Question {
  readonly id: number;
  readonly task: keyof BenchTasks;
  readonly options: never;
}

self.addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  const { id, task, options } = data;
  try {
    self.postMessage({ id, result: await tasks[task](options) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
});
