// What the worker does: fetch, open, tokenize, run. One model in its life, whose first layers run while the last are on their
// way.

import type { FloatEngine } from '../../convert/float/float-pass.js';
import { FIRST_ROWS } from '../../convert/part-files.js';
import type { ErrorInfo, LoadProgress, Plan } from '../api.js';
import { times } from '../attention/index.js';
import type { ModelArchitecture } from '../packs/manifest.js';
import { inReadingOrder, sumOfBytes } from '../packs/pack-files.js';
import { abortedError, errorInfo, RuntimeError, throwIfAborted } from '../runtime-error.js';
import type {
  CheckpointWeights,
  LoadReply,
  LoadRequest,
  RunCall,
  RunProgress,
  RunReply,
  TokenizeCall,
  TokenizeReply,
  TokenizerRequest,
} from '../wire/protocol.js';
import { breakdown } from './breakdown.js';
import { answeringWasm } from './bundled-wasm.js';
import { checkWebAssembly } from './check-webassembly.js';
import { Download } from './download.js';
import { importPart } from './import-part.js';
import { topCandidates } from './next-tokens.js';
import { importOrt, type Ort } from './ort.js';
import { PackParts } from './pack-parts.js';
import { lossBehind, planInUse, watchDevice } from './plan-in-use.js';
import { readInput, readText } from './read-input.js';
import { arrival } from './stack/arrival.js';
import { type BlockStack, WrongOutputError } from './stack/block-stack.js';
import { editsKey, maskEdits } from './stack/edits.js';
import { KeptRuns } from './stack/kept-runs.js';
import { Lock } from './stack/lock.js';
import type { ModelParts } from './stack/model-parts.js';
import { runError, wrongOutput } from './stack/open-session.js';
import { StackLoad } from './stack/stack-load.js';
import { fetchTokenizer } from './tokenizer/fetch-tokenizer.js';
import { namelessToken } from './tokenizer/nameless-token.js';
import type { Tokenizer } from './tokenizer/tokenizer.js';

/** A model that loads or is loaded. */
interface HostedModel {
  readonly request: LoadRequest;
  readonly load: StackLoad;
  readonly ort: Promise<Ort>;
  readonly stack: Promise<BlockStack>;
  /** One of its own comes with the other files, GPT-2's when it is first needed. Nothing where there is none. */
  readonly tokenizer: () => Promise<Tokenizer | undefined>;
  /** What it runs on, once its first layer is open. */
  readonly plan: Promise<Plan>;
}

export class EngineHost {
  readonly #closing = new AbortController();
  readonly #kept = new KeptRuns();
  #model: HostedModel | undefined;
  /** Of a model that is not loaded yet. */
  #tokenizer: Promise<Tokenizer | undefined> | undefined;

  /**
   * @param onLost told when the device is lost later on.
   * @throws {RuntimeError} what a download, onnxruntime-web or the model may throw.
   */
  async load(
    request: LoadRequest,
    report: (progress: LoadProgress) => void,
    onLost: (error: ErrorInfo) => void,
  ): Promise<LoadReply> {
    checkWebAssembly();
    const { plan, wasm, weights, architecture, tokenizerFile } = request;
    const total =
      (weights.kind === 'pack' ? sumOfBytes(inReadingOrder(weights)) : weights.bytes) +
      sumOfBytes(tokenizerFile ? [tokenizerFile, wasm] : [wasm]);
    let phase: LoadProgress['phase'] = 'downloading';
    const tell = (loaded: number) => report({ phase, loaded, total, fraction: loaded / total });
    const download = new Download(total, request.request, this.#closing.signal, tell);
    const fetchWasm = (url: string) => download.fetch([{ ...wasm, url }]);
    const importing = importWith(plan, wasm.url === undefined ? undefined : fetchWasm(wasm.url));
    const ownTokenizer = tokenizerFile && fetchTokenizer(request, download);
    const lock = startingLock(startOf(request, fetchWasm));
    const parts =
      weights.kind === 'pack'
        ? new PackParts(architecture, weights, download)
        : this.#convertedParts(architecture, weights, plan.device, download, (work) =>
            importing.then((ort) => lock.run(() => work(ort))),
          );
    const load = new StackLoad({ architecture, device: plan.device, parts, lock });
    const begun = load.begun.then(() => importing);
    const inUse = begun.then((ort) => planInUse(ort, plan));
    this.#model = {
      request,
      load,
      ort: importing,
      stack: importing.then((ort) => load.stack(ort)),
      tokenizer: () => ownTokenizer ?? fetchTokenizer(request, download),
      plan: inUse,
    };
    for (const part of [importing, begun, inUse, this.#model.stack, ownTokenizer]) {
      part?.catch(() => {});
    }
    begun.then(
      (ort) => watchDevice(ort, plan, (error) => onLost(errorInfo(error))),
      () => {},
    );
    try {
      const loading = load.load(importing, () => {
        phase = 'compiling';
        tell(total);
      });
      await Promise.all([loading, ownTokenizer]);
      // Closed while it started, where that could not be stopped.
      throwIfAborted(this.#closing.signal);
      // It is compiled; the 14 MB of its source need not stay.
      delete (await importing).env.wasm.wasmBinary;
      const uncached = await download.kept();
      return { plan: await inUse, notices: uncached ? [uncached] : [] };
    } catch (error) {
      // One failed file stops the others: a failed host is not used again.
      this.#closing.abort();
      // What did arrive is there when it is tried again.
      await download.kept();
      const lost = await lossBehind(error, begun, plan);
      throw lost ?? (error instanceof RuntimeError ? error : (breakdown(error) ?? error));
    }
  }

  /** @throws {RuntimeError} `empty-text`, `no-tokenizer`, `bad-ids`, `run`, `bad-model`, `aborted`, or why the load failed. */
  async run(
    call: RunCall,
    report: (progress: RunProgress) => void,
    signal?: AbortSignal,
  ): Promise<RunReply> {
    const model = this.#model;
    if (!model) throw new Error('run before load');
    const { request, load } = model;
    const { architecture } = request;
    const tokenizer = model.tokenizer();
    const reading = tokenizer.then((tokenizer) => readInput(call, architecture.vocab, tokenizer));
    load.expect(reading.then(({ ids }) => ids));
    const { ids, ...input } = await reading;
    const onWait = (waiting: boolean) => report({ kind: waiting ? 'waiting' : 'running' });
    report({ kind: 'input', plan: await arrival(model.plan, { signal, onWait }), ...input });
    const edits = maskEdits(call.headMask, architecture.layers);
    const keys = edits.map(editsKey);
    let logits: Float32Array;
    try {
      logits = await (await model.stack).run(
        {
          ids,
          edits,
          reads: times(architecture.layers, (layer) =>
            call.qkvLayers.includes(layer) ? ['qkv'] : undefined,
          ),
          reuse: this.#kept.find(call.owner, ids, keys),
          signal,
          onLayer: ({ attention, read }) => report({ kind: 'layer', attention, qkv: read.qkv }),
          onWait,
        },
        (run) => this.#kept.add(call.owner, run),
      );
    } catch (error) {
      const lost = await lossBehind(error, model.ort, request.plan);
      if (lost) throw lost;
      if (!(error instanceof WrongOutputError)) throw runError(error);
      throw wrongOutput(error.message, load.graphUrls[error.part]);
    }
    const labels = await tokenizer;
    return {
      next: topCandidates(logits, call.next).map(({ id, p }) => ({
        id,
        text: labels?.label(id) ?? namelessToken(id).text,
        p,
      })),
    };
  }

  /** What converts a checkpoint comes with the first one. */
  #convertedParts(
    architecture: ModelArchitecture,
    weights: CheckpointWeights,
    device: Plan['device'],
    download: Download,
    engine: FloatEngine,
  ): ModelParts {
    const importing = importPart(import('./converted-parts.js')).then(
      ({ ConvertedParts }) =>
        new ConvertedParts(architecture, weights, {
          ...{ device, engine, keeping: download.keeping, signal: this.#closing.signal },
          onBytes: (change) => download.count(change),
        }),
    );
    importing.catch(() => {});
    return {
      firstRows: Math.min(FIRST_ROWS, architecture.vocab),
      outputBytes: 0,
      graphUrls: { block: weights.key, output: weights.key },
      readFirstRows: async (table) => (await importing).readFirstRows(table),
      readPositions: async () => (await importing).readPositions(),
      readOtherRows: async () => (await importing).readOtherRows(),
      readLayer: async (layer) => (await importing).readLayer(layer),
      readOutput: async (buffer) => (await importing).readOutput(buffer),
    };
  }

  /** What was kept of the runs of one who has gone. */
  forget(owner: number): void {
    this.#kept.forget(owner);
  }

  /**
   * Needs no model: before one is loaded, the tokenizer is fetched for it.
   * @throws {RuntimeError} `text-too-long`, `no-tokenizer`, and what `fetchTokenizer` throws.
   */
  async tokenize({ text, maxTokens, ...request }: TokenizeCall): Promise<TokenizeReply> {
    const tokenizer = await (this.#model?.tokenizer() ?? this.#fetchTokenizer(request));
    const { ids: _, ...reply } = readText(text, maxTokens, tokenizer);
    return reply;
  }

  /** Once for all texts, until a model is loaded. A failure is forgotten, so that the next text asks again. */
  #fetchTokenizer(request: TokenizerRequest): Promise<Tokenizer | undefined> {
    if (!this.#tokenizer) {
      const bytes = request.tokenizerFile?.bytes ?? 0;
      const download = new Download(bytes, request.request, this.#closing.signal, () => {});
      this.#tokenizer = fetchTokenizer(request, download);
      this.#tokenizer.catch(() => {
        this.#tokenizer = undefined;
      });
    }
    return this.#tokenizer;
  }

  async close(): Promise<void> {
    this.#closing.abort(abortedError());
    await this.#model?.load.close();
    this.#model = undefined;
  }
}

/** @param wasm its bytes, where its address is known. */
async function importWith(
  { ortBuild }: Plan,
  wasm: Promise<Uint8Array<ArrayBuffer>> | undefined,
): Promise<Ort> {
  const [ort, bytes] = await Promise.all([importOrt(ortBuild), wasm]);
  if (bytes) ort.env.wasm.wasmBinary = bytes;
  return ort;
}

/** Does what onnxruntime-web starts with. */
type FirstStart = <T>(work: () => Promise<T>) => Promise<T>;

/** Where only onnxruntime-web knows the address of its .wasm, it says it when it starts. */
function startOf(
  { wasm }: LoadRequest,
  fetchWasm: (url: string) => Promise<Uint8Array<ArrayBuffer>>,
): FirstStart {
  const ownScope = 'DedicatedWorkerGlobalScope' in globalThis;
  if (wasm.url !== undefined || !ownScope) return (work) => work();
  return (work) => answeringWasm(fetchWasm, work);
}

/** Whatever comes first starts onnxruntime-web. */
function startingLock(start: FirstStart): Pick<Lock, 'run'> {
  const lock = new Lock();
  let isFirst = true;
  return {
    run: (work) => {
      const first = isFirst;
      isFirst = false;
      return lock.run(() => (first ? start(work) : work()));
    },
  };
}
