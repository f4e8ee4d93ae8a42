// What the worker does: fetch, open, tokenize, run. One model in its life.

import type { ErrorInfo, LoadProgress } from '../api.js';
import { errorInfo, RuntimeError, throwIfAborted } from '../runtime-error.js';
import type {
  LoadReply,
  LoadRequest,
  RunCall,
  RunReply,
  TokenizeCall,
  TokenizeReply,
} from '../wire/protocol.js';
import { breakdown } from './breakdown.js';
import { answeringWasm } from './bundled-wasm.js';
import { checkWebAssembly } from './check-webassembly.js';
import { Download } from './download.js';
import { importPart } from './import-part.js';
import { topCandidates } from './next-tokens.js';
import { importOrt } from './ort.js';
import { planInUse, watchDevice } from './plan-in-use.js';
import { namelessToken, readInput, type Tokenizer } from './read-input.js';
import { ModelSession } from './session.js';

export class EngineHost {
  readonly #closing = new AbortController();
  #loaded: { readonly session: ModelSession; readonly request: LoadRequest } | undefined;

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
    const { plan, graph, weights, wasm } = request;
    const total = [graph, ...weights, wasm].reduce((sum, { bytes }) => sum + bytes, 0);
    const download = new Download(total, request.request, this.#closing.signal, (loaded) =>
      report({ phase: 'downloading', loaded, total, fraction: loaded / total }),
    );
    const fetchWasm = (url: string) => download.fetch([{ ...wasm, url }]);
    try {
      const [graphBytes, weightBytes, wasmBytes, ort] = await Promise.all([
        download.fetch([graph]),
        download.fetch(weights),
        wasm.url === undefined ? undefined : fetchWasm(wasm.url),
        importOrt(plan.ortBuild),
        request.tokenizer === 'gpt2' && importTokenizer(),
      ]);
      if (wasmBytes) ort.env.wasm.wasmBinary = wasmBytes;
      const create = () => {
        const model = { graph: graphBytes, weights: weightBytes };
        return ModelSession.create(ort, plan, model, request);
      };
      const reportCompiling = () =>
        report({ phase: 'compiling', loaded: total, total, fraction: 1 });
      const fetchBundled = async (url: string) => {
        const bytes = await fetchWasm(url);
        reportCompiling();
        return bytes;
      };
      const ownScope = 'DedicatedWorkerGlobalScope' in globalThis;
      const toFetch = !wasmBytes && ownScope;
      if (!toFetch) reportCompiling();
      const session = await (toFetch ? answeringWasm(fetchBundled, create) : create());
      this.#loaded = { session, request };
      // Closed while it started, where that could not be stopped.
      if (this.#closing.signal.aborted) await this.close();
      throwIfAborted(this.#closing.signal);
      // It is compiled; the 14 MB of its source need not stay.
      delete ort.env.wasm.wasmBinary;
      watchDevice(ort, plan, (error) => onLost(errorInfo(error)));
      const inUse = await planInUse(ort, plan);
      const uncached = await download.kept();
      return { plan: inUse, notices: uncached ? [uncached] : [] };
    } catch (error) {
      // One failed file stops the others: a failed host is not used again.
      this.#closing.abort();
      // What did arrive is there when it is tried again.
      await download.kept();
      throw error instanceof RuntimeError ? error : (breakdown(error) ?? error);
    }
  }

  /** @throws {RuntimeError} `empty-text`, `no-tokenizer`, `bad-ids`, `run`. */
  async run(call: RunCall): Promise<RunReply> {
    if (!this.#loaded) throw new Error('run before load');
    const { session, request } = this.#loaded;
    const tokenizer = request.tokenizer === 'gpt2' ? await importTokenizer() : undefined;
    const input = readInput(call, request.vocab, tokenizer);
    const { attention, qkv, logits } = await session.run(input.ids, call.headMask, call.qkvLayers);
    return {
      text: input.text,
      tokens: input.tokens,
      truncated: input.truncated,
      attention,
      qkv,
      next: topCandidates(logits, call.next).map(({ id, p }) => ({
        id,
        text: tokenizer ? tokenizer.tokenLabel(id) : namelessToken(id).text,
        p,
      })),
    };
  }

  async tokenize({ text, maxTokens }: TokenizeCall): Promise<TokenizeReply> {
    const tokenizer = await importTokenizer();
    const { ids: _, ...reply } = tokenizer.tokenize(text, maxTokens);
    return reply;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loaded?.session.release();
    this.#loaded = undefined;
  }
}

function importTokenizer(): Promise<Tokenizer> {
  return importPart(import('./tokenizer.js'));
}
