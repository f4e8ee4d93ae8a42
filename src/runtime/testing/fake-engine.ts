// An engine without a model, for tests of elements and of pages: it says and answers what a test lets it, and the page's
// registry hands it to whoever asks.

import type {
  Engine,
  EngineStatus,
  ErrorInfo,
  Estimate,
  HubCost,
  KnownModel,
  Lease,
  LiveTrace,
  ModelInfo,
  Notice,
  Plan,
  RunRequest,
  Runtime,
} from '../api.js';
import { REGISTRY_KEY } from '../page/current-runtime.js';
import { qkvVectors } from '../page/live-trace.js';
import { RuntimeError } from '../runtime-error.js';
import { type HeadId, Trace, type TraceToken } from '../trace/index.js';
import { randomTrace } from '../trace/testing/random-trace.js';

export const FAKE_PLAN: Plan = { device: 'wasm', ortBuild: 'wasm', layout: 'row8' };

const FAKE_MODEL: ModelInfo = {
  id: 'fake',
  name: 'fake model',
  layers: 2,
  heads: 2,
  headDim: 4,
  maxTokens: 128,
  context: 128,
  takesText: true,
};

const NEXT = [
  { id: 1, text: ' likely', p: 0.5 },
  { id: 2, text: ' rare', p: 0.125 },
] as const;

interface PendingRun {
  readonly request: RunRequest;
  readonly tokens: readonly TraceToken[];
  readonly onLayer: ((trace: LiveTrace) => void) | undefined;
  readonly answer: (trace: LiveTrace) => void;
  readonly fail: (error: RuntimeError) => void;
}

/**
 * Loads nothing. `install()` it before the elements ask, `sayReady()` for a model that is loaded, and `answer()` each run
 * with a token per word and random attention of `model`, 2 x 2 heads. `tellLayers()` tells of its first layers before.
 */
export class FakeEngine implements Engine {
  manifestUrl = 'https://models.example/fake/manifest.json';
  known: KnownModel | undefined = { name: 'fake model', bytes: 7_520_000 };
  model = FAKE_MODEL;
  status: EngineStatus = { state: 'idle' };
  notices: readonly Notice[] = [];
  /** Runs asked for and not answered yet, oldest first. */
  readonly runs: PendingRun[] = [];
  estimates = 0;
  /** What `estimate` says of it. */
  startsByItself = true;
  hub: HubCost | undefined;
  /** What `estimate` fails with, as long as it is there. */
  estimateError: ErrorInfo | undefined;
  /** Whether the model is here from another visit. */
  kept = false;
  loads = 0;
  readonly #listeners = new Set<(status: EngineStatus) => void>();

  /** Makes it the engine of every model of this page. Returns the way to take it out again. */
  install(): () => void {
    const registry = globalThis as { [REGISTRY_KEY]?: Runtime };
    registry[REGISTRY_KEY] = {
      version: 'fake',
      configure: () => {},
      engine: () => this,
      dispose: () => {},
    };
    return () => {
      delete registry[REGISTRY_KEY];
    };
  }

  subscribe(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Puts it in a state. */
  say(status: EngineStatus): void {
    this.status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }

  sayReady(): void {
    this.say({ state: 'ready', plan: FAKE_PLAN, model: this.model });
  }

  async estimate(): Promise<Estimate> {
    this.estimates++;
    if (this.estimateError) {
      const { code, message, advice } = this.estimateError;
      throw new RuntimeError(code, message, advice);
    }
    return {
      model: this.model,
      plan: FAKE_PLAN,
      bytes: 21_500_000,
      parts: { model: 7_500_000, ort: 14_000_000 },
      cached: false,
      hub: this.hub,
      startsByItself: this.startsByItself,
    };
  }

  async isKept(): Promise<boolean> {
    return this.kept;
  }

  async load(): Promise<void> {
    this.loads++;
    this.say({ state: 'probing' });
  }

  retry(): Promise<void> {
    return this.load();
  }

  acquire(): Lease {
    return {
      run: (request, { signal, onLayer } = {}) =>
        new Promise((answer, fail) => {
          const aborted = new RuntimeError('aborted', 'This was cancelled.', '');
          signal?.addEventListener('abort', () => fail(aborted));
          const tokens = fakeTokens(textOf(request));
          this.runs.push({ request, tokens, onLayer, answer, fail });
        }),
      tokenize: async (text) => ({ text, tokens: fakeTokens(text), truncated: undefined }),
      release: () => {},
    };
  }

  /** Answers the oldest run with a token per word, or per id. */
  answer(extra: Partial<Pick<LiveTrace, 'truncated' | 'next'>> = {}): void {
    const run = this.runs.shift();
    if (!run) throw new Error('Nobody has asked for a run.');
    run.answer(this.#trace(run, { next: NEXT, ...extra }));
  }

  /** Tells the oldest run that its first `layers` layers are there. */
  tellLayers(layers: number): void {
    const run = this.runs[0];
    if (!run) throw new Error('Nobody has asked for a run.');
    run.onLayer?.(this.#trace(run, {}, layers));
  }

  /** Lets the oldest run fail. */
  fail(error: ErrorInfo): void {
    this.runs.shift()?.fail(new RuntimeError(error.code, error.message, error.advice));
  }

  /** @param layers how many of them are there. */
  #trace(
    { request, tokens }: PendingRun,
    { truncated, next }: Partial<Pick<LiveTrace, 'truncated' | 'next'>>,
    layers = this.model.layers,
  ): LiveTrace {
    const { heads, layers: all } = this.model;
    const random = randomTrace({ layers: all, heads, queries: tokens.length });
    const trace = new Trace(
      {
        model: { ...this.model, layers },
        text: textOf(request),
        tokens,
        causal: true,
        ...(next && { next }),
        provenance: { kind: 'live', source: 'computed by a fake' },
      },
      (layer, head) => random.attention(layer, head),
    );
    const qkv = request.want?.qkv;
    const vectors = qkv && fakeVectors(qkv, tokens.length, this.model);
    return Object.assign(trace, {
      plan: FAKE_PLAN,
      truncated,
      vectors,
      awaitedLayers: all - layers,
    });
  }
}

/** One for each word, its space with it. */
function fakeTokens(text: string): TraceToken[] {
  return (text.match(/ ?[^ ]+/g) ?? []).map((word, id) => ({ id, text: word }));
}

function textOf({ text, ids }: RunRequest): string {
  return text ?? ids?.join(' ') ?? '';
}

/** Numbers in -1..1 that go up and down. */
function fakeVectors(
  asked: readonly HeadId[],
  tokens: number,
  { heads, headDim }: ModelInfo,
): LiveTrace['vectors'] {
  const dModel = heads * headDim;
  const wave = () => Float32Array.from({ length: tokens * 3 * dModel }, (_, at) => Math.sin(at));
  const layers = new Map(asked.map((id) => [Number.parseInt(id, 10), wave()]));
  return qkvVectors(layers, tokens, heads, dModel);
}
