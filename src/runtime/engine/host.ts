// What the worker does: fetch, open, tokenize, run. One model in its life.

import type { LoadProgress } from '../handle.js';
import type {
  LoadRequest,
  RunCall,
  RunReply,
  TokenizeCall,
  TokenizeReply,
} from '../worker/protocol.js';
import { Download } from './download.js';
import { importPart } from './import-part.js';
import { topCandidates } from './next-tokens.js';
import { importOrt } from './ort.js';
import { namelessToken, readInput, type Tokenizer } from './read-input.js';
import { ModelSession } from './session.js';

export class EngineHost {
  readonly #closing = new AbortController();
  #loaded: { readonly session: ModelSession; readonly request: LoadRequest } | undefined;

  /** @throws {RuntimeError} what a download, onnxruntime-web or the model may throw. */
  async load(request: LoadRequest, report: (progress: LoadProgress) => void): Promise<undefined> {
    const { plan, graph, weights, wasm } = request;
    const files = [graph, ...weights, ...(wasm ? [wasm] : [])];
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const download = new Download(total, this.#closing.signal, (loaded) =>
      report({ phase: 'downloading', loaded, total, fraction: loaded / total }),
    );
    const [graphBytes, weightBytes, wasmBytes] = await Promise.all([
      download.fetch([graph]),
      download.fetch(weights),
      wasm && download.fetch([wasm]),
      request.tokenizer === 'gpt2' && importTokenizer(),
    ]).catch((error) => {
      // One failed file stops the others: a failed host is not used again.
      this.#closing.abort();
      throw error;
    });
    report({ phase: 'compiling', loaded: total, total, fraction: 1 });
    const ort = await importOrt(plan.ortBuild, wasmBytes);
    const model = { graph: graphBytes, weights: weightBytes };
    this.#loaded = { session: await ModelSession.create(ort, plan, model, request), request };
    return undefined;
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
