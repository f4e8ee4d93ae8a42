import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineStatus, LiveTrace, Plan } from '../api.js';
import type { PackAddress } from '../packs/pack-address.js';
import { FakeWorker } from '../testing/fake-worker.js';
import { manifestUrl, testManifest } from '../testing/manifest.js';
import { PageEngine } from './engine.js';

const plan: Plan = { device: 'wasm', ortBuild: 'wasm', layout: 'row8' };

let workers: FakeWorker[];

beforeEach(() => {
  workers = [];
});

function makeEngine(url = manifestUrl(), settings = {}, first = plan): PageEngine {
  const address: PackAddress = {
    manifestUrl: url,
    fileUrl: (path) => `https://models.example/${path}`,
  };
  return new PageEngine(address, {
    settings: () => ({ device: 'wasm', ortBase: 'https://ort.example/dist', ...settings }),
    choosePlan: async () => first,
    spawn: async () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker.port;
    },
  });
}

async function firstWorker(): Promise<FakeWorker> {
  return await vi.waitFor(() => {
    const [worker] = workers;
    if (!worker) throw new Error('no worker yet');
    return worker;
  });
}

async function makeLoaded(): Promise<{ engine: PageEngine; worker: FakeWorker }> {
  const engine = makeEngine();
  const loaded = engine.load();
  const worker = await firstWorker();
  await worker.finishLoad();
  await loaded;
  return { engine, worker };
}

function statesOf(engine: PageEngine): string[] {
  const states: string[] = [];
  engine.subscribe(({ state }) => states.push(state));
  return states;
}

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('loading', () => {
  test('an engine starts nothing until it is asked', () => {
    expect(makeEngine().status).toEqual({ state: 'idle' });
    makeEngine().acquire();
    expect(workers).toEqual([]);
  });

  test('an estimate adds up the files of the plan and starts no worker', async () => {
    const estimate = await makeEngine().estimate();
    expect(estimate.parts).toEqual({ model: 4310, ort: 14_239_897 });
    expect(estimate.bytes).toBe(4310 + 14_239_897);
    expect(estimate.model).toMatchObject({ name: 'test model', maxTokens: 128, context: 256 });
    expect(estimate.plan).toEqual(plan);
    expect(workers).toEqual([]);
  });

  test('asked twice, it loads once', async () => {
    const engine = makeEngine();
    const both = Promise.all([engine.load(), engine.load(), engine.acquire().run({ text: 'ab' })]);
    const worker = await firstWorker();
    await worker.finishLoad();
    await worker.finishRun();
    await both;
    await engine.load();
    expect(workers).toHaveLength(1);
    expect(worker.calls.filter(({ type }) => type === 'load')).toHaveLength(1);
  });

  test('tells its states and the progress of all files together', async () => {
    const engine = makeEngine();
    const seen: EngineStatus[] = [];
    engine.subscribe((status) => seen.push(status));
    const loaded = engine.load();
    const worker = await firstWorker();
    const { id, request } = await worker.call('load');
    const progress = { phase: 'downloading', loaded: 5, total: 10, fraction: 0.5 } as const;
    worker.tell({ type: 'progress', id, progress });
    worker.tell({ type: 'progress', id, progress: { ...progress, phase: 'compiling' } });
    await worker.finishLoad();
    await loaded;

    expect(request.wasm?.url).toBe('https://ort.example/dist/ort-wasm-simd-threaded.wasm');
    expect(request.graph.url).toBe('https://models.example/graph.wasm.onnx');
    expect(seen.map(({ state }) => state)).toEqual([
      'probing',
      'downloading',
      'downloading',
      'compiling',
      'ready',
    ]);
    expect(seen[2]).toMatchObject({ plan, progress });
    expect(engine.status).toMatchObject({ state: 'ready', model: { name: 'test model' } });
  });

  test('goes on when a listener throws', async () => {
    const engine = makeEngine();
    const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
    const unsubscribe = engine.subscribe(() => {
      unsubscribe();
      throw new Error('mine');
    });
    const states = statesOf(engine);
    const loaded = engine.load();
    await (await firstWorker()).finishLoad();
    await loaded;
    expect(states.at(-1)).toBe('ready');
    expect(await thrown).toMatchObject({ message: 'mine' });
  });

  test('every address goes through mapUrl', async () => {
    const mapped: string[] = [];
    const mapUrl = (url: string) => {
      mapped.push(url);
      return url;
    };
    const engine = makeEngine(manifestUrl(), { mapUrl });
    void engine.load().catch(() => {});
    await (await firstWorker()).call('load');
    expect(mapped.map((url) => url.split('/').at(-1)?.slice(0, 20))).toEqual([
      expect.stringContaining('json'),
      'graph.wasm.onnx',
      'weights.00.bin',
      'weights.01.bin',
      'ort-wasm-simd-thread',
    ]);
  });

  test.each([
    ['no address', () => 'http://'],
    ['nothing', () => undefined as unknown as string],
    ['a promise', async (url: string) => url as never],
    [
      'an error',
      () => {
        throw new Error('mine');
      },
    ],
  ])('a mapUrl that gives %s is named, and the engine has failed', async (_name, mapUrl) => {
    const engine = makeEngine('https://models.example/manifest.json', { mapUrl });
    await expect(engine.load()).rejects.toMatchObject({
      code: 'bad-address',
      message: expect.stringContaining('mapUrl'),
    });
    expect(engine.status.state).toBe('failed');
  });

  test('goes on while one of two who wait for it gives up', async () => {
    const engine = makeEngine();
    const first = new AbortController();
    const impatient = engine.load({ signal: first.signal });
    const patient = engine.load();
    first.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'aborted', name: 'AbortError' });
    await (await firstWorker()).finishLoad();
    await patient;
  });

  test('an abort that the status sets off ends it, of a run too', async () => {
    const engine = makeEngine();
    for (const ask of ['load', 'run'] as const) {
      const abort = new AbortController();
      const unsubscribe = engine.subscribe(({ state }) => {
        if (state === 'probing') abort.abort();
      });
      const { signal } = abort;
      const asked =
        ask === 'load' ? engine.load({ signal }) : engine.acquire().run({ text: 'a' }, { signal });
      await expect(asked).rejects.toEqual(code('aborted'));
      unsubscribe();
      await vi.waitFor(() => expect(engine.status).toEqual({ state: 'idle' }));
    }
    expect(workers.every(({ closed }) => closed)).toBe(true);
    const running = engine.acquire().run({ text: 'b' });
    await vi.waitFor(() => expect(workers.at(-1)?.closed).toBe(false));
    await workers.at(-1)?.finishLoad();
    await workers.at(-1)?.finishRun();
    expect((await running).text).toBe('b');
  });

  test('a newer run that the status sets off takes the place of the one that set it off', async () => {
    const engine = makeEngine();
    const lease = engine.acquire();
    let newer: Promise<LiveTrace> | undefined;
    engine.subscribe(({ state }) => {
      if (state === 'probing') newer ??= lease.run({ text: 'newer' });
    });
    await expect(lease.run({ text: 'older' })).rejects.toEqual(code('superseded'));
    const worker = await firstWorker();
    await worker.finishLoad();
    await worker.finishRun();
    expect((await newer)?.text).toBe('newer');
  });

  test('asked with a signal that has fired, it starts nothing', async () => {
    const engine = makeEngine();
    const states = statesOf(engine);
    const signal = AbortSignal.abort();
    await expect(engine.load({ signal })).rejects.toEqual(code('aborted'));
    await expect(engine.acquire().run({ text: 'a' }, { signal })).rejects.toEqual(code('aborted'));
    expect(states).toEqual([]);
  });

  test('ends the worker when everybody gave up, and loads anew when asked again', async () => {
    const engine = makeEngine();
    const abort = new AbortController();
    const loaded = engine.load({ signal: abort.signal });
    const worker = await firstWorker();
    await worker.call('load');
    abort.abort();
    await expect(loaded).rejects.toEqual(code('aborted'));
    await vi.waitFor(() => expect(worker.closed).toBe(true));
    expect(engine.status).toEqual({ state: 'idle' });

    const again = engine.load();
    await vi.waitFor(() => expect(workers).toHaveLength(2));
    await workers[1]?.finishLoad();
    await again;
    expect(engine.status.state).toBe('ready');
  });

  test('a run that is cancelled for the next one does not end the load', async () => {
    const engine = makeEngine();
    const lease = engine.acquire();
    const first = new AbortController();
    const old = lease.run({ text: 'a' }, { signal: first.signal });
    const worker = await firstWorker();
    first.abort();
    const next = lease.run({ text: 'ab' });
    await expect(old).rejects.toEqual(code('aborted'));
    await worker.finishLoad();
    expect((await worker.finishRun()).text).toBe('ab');
    await next;
    expect(workers).toHaveLength(1);
  });

  test('a run that a newer one has replaced does not hold the load', async () => {
    const engine = makeEngine();
    const lease = engine.acquire();
    const abort = new AbortController();
    const old = lease.run({ text: 'a' });
    const next = lease.run({ text: 'ab' }, { signal: abort.signal });
    await expect(old).rejects.toEqual(code('superseded'));
    const worker = await firstWorker();
    abort.abort();
    await expect(next).rejects.toEqual(code('aborted'));
    await vi.waitFor(() => expect(worker.closed).toBe(true));
    expect(engine.status).toEqual({ state: 'idle' });
  });

  test('given up while its worker starts, it ends that too', async () => {
    const ended: unknown[] = [];
    const engine = new PageEngine(
      { manifestUrl: manifestUrl(), fileUrl: (path) => `https://models.example/${path}` },
      {
        settings: () => ({ device: 'wasm' }),
        choosePlan: async () => plan,
        spawn: (_url, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              ended.push(signal.reason);
              reject(signal.reason);
            });
          }),
      },
    );
    for (let time = 1; time <= 2; time++) {
      const abort = new AbortController();
      const loaded = engine.load({ signal: abort.signal });
      await vi.waitFor(() => expect(engine.status.state).toBe('downloading'));
      abort.abort();
      await expect(loaded).rejects.toEqual(code('aborted'));
      await vi.waitFor(() => expect(ended).toHaveLength(time));
      expect(engine.status).toEqual({ state: 'idle' });
    }
  });

  test('a failure carries code, message and advice, ends the worker, and load tries again', async () => {
    const engine = makeEngine();
    const loaded = engine.load();
    const worker = await firstWorker();
    const { id } = await worker.call('load');
    const error = { code: 'file-hash', message: 'It differs.', advice: 'Publish again.' } as const;
    worker.tell({ type: 'failed', id, error });
    await expect(loaded).rejects.toMatchObject(error);
    expect(engine.status).toEqual({ state: 'failed', error });
    await vi.waitFor(() => expect(worker.closed).toBe(true));

    const lease = engine.acquire();
    await expect(lease.run({ text: 'a' })).rejects.toMatchObject(error);
    expect(workers).toHaveLength(1);

    const again = engine.load();
    await vi.waitFor(() => expect(workers).toHaveLength(2));
    await workers[1]?.finishLoad();
    await again;
    expect(engine.status.state).toBe('ready');
  });

  test.each([
    ['manifest-unreachable', 'https://127.0.0.1:1/manifest.json'],
    ['bad-manifest', 'data:text/html,<p>Not here</p>'],
    ['bad-manifest', manifestUrl({ format: 'something else' })],
  ])('a wrong address fails with %s', async (expected, url) => {
    const engine = makeEngine(url);
    await expect(engine.load()).rejects.toMatchObject({
      code: expected,
      message: expect.stringMatching(/\w/),
      advice: expect.stringMatching(/\w/),
    });
    expect(engine.status.state).toBe('failed');
    expect(workers).toEqual([]);
  });
});

describe('runs', () => {
  test('give a live trace of the model and leave the engine ready', async () => {
    const { engine, worker } = await makeLoaded();
    const states = statesOf(engine);
    const running = engine.acquire().run({ text: 'abc' });
    const call = await worker.finishRun();
    const trace = await running;

    expect(call).toMatchObject({ text: 'abc', maxTokens: 128, next: 20, qkvLayers: [] });
    expect(trace.provenance.kind).toBe('live');
    expect(trace.model).toMatchObject({ name: 'test model', layers: 1, heads: 1, headDim: 8 });
    expect([...trace.attention(0, 0)]).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0]);
    expect(trace.next).toEqual([{ id: 7, text: 'x', p: 1 }]);
    expect(trace.plan).toEqual(plan);
    expect(states).toEqual(['running', 'ready']);
  });

  test('the newest of a lease wins; another lease gets its turn', async () => {
    const { engine, worker } = await makeLoaded();
    const [mine, other] = [engine.acquire(), engine.acquire()];
    const first = mine.run({ text: 'first' });
    await worker.call('run');
    const others = other.run({ text: 'other' });
    const second = mine.run({ text: 'second' });
    const third = mine.run({ text: 'third' });
    await expect(first).rejects.toMatchObject({ code: 'superseded', name: 'AbortError' });
    await expect(second).rejects.toEqual(code('superseded'));

    await worker.finishRun(1);
    await worker.finishRun(2);
    await worker.finishRun(3);
    expect((await others).text).toBe('other');
    expect((await third).text).toBe('third');
    expect(worker.calls.filter(({ type }) => type === 'run')).toHaveLength(3);
  });

  test('a failed run does not stop the next', async () => {
    const { engine, worker } = await makeLoaded();
    const lease = engine.acquire();
    const failing = lease.run({ text: 'a' });
    const { id } = await worker.call('run');
    const error = { code: 'run', message: 'It broke.', advice: 'Try again.' } as const;
    worker.tell({ type: 'failed', id, error });
    await expect(failing).rejects.toMatchObject(error);
    expect(engine.status.state).toBe('ready');
    const next = lease.run({ text: 'b' });
    await worker.finishRun(2);
    expect((await next).text).toBe('b');
  });

  test('what is no request is refused in a sentence', async () => {
    const { engine, worker } = await makeLoaded();
    const lease = engine.acquire();
    const requests: unknown[] = [
      {},
      'text',
      { text: 5 },
      { ids: 5 },
      { text: 'a', ids: 5, maxTokens: 'many' },
      { text: 'a', maxTokens: Number.NaN },
      { text: 'a', want: { next: Number.NaN } },
      { text: 'a', want: { qkv: '0.0' } },
      undefined,
      null,
    ];
    for (const request of requests) {
      await expect(lease.run(request as never)).rejects.toEqual(code('bad-request'));
    }
    await expect(lease.run({ text: 'a', headMask: [Number.NaN] })).rejects.toEqual(
      code('bad-mask'),
    );
    for (const head of ['0', '0.0.0', '0.', '-0.0', 'a.b', '']) {
      await expect(lease.run({ text: 'a', want: { qkv: [head as never] } })).rejects.toEqual(
        code('bad-head'),
      );
    }
    expect(worker.calls.filter(({ type }) => type === 'run')).toEqual([]);
    const next = lease.run({
      ...{ text: 'a', maxTokens: Number.POSITIVE_INFINITY },
      want: null as never,
    });
    expect((await worker.finishRun()).maxTokens).toBe(256);
    await next;
  });

  test('a mask or a head that does not fit the model is refused', async () => {
    const { engine } = await makeLoaded();
    const lease = engine.acquire();
    await expect(lease.run({ text: 'a', headMask: [1, 1] })).rejects.toEqual(code('bad-mask'));
    await expect(lease.run({ text: 'a', want: { qkv: ['0.1'] } })).rejects.toEqual(
      code('bad-head'),
    );
  });

  test('a released lease rejects what it waits for and takes no more', async () => {
    const { engine, worker } = await makeLoaded();
    const lease = engine.acquire();
    const running = lease.run({ text: 'a' });
    await worker.call('run');
    lease.release();
    await expect(running).rejects.toEqual(code('released'));
    await expect(lease.run({ text: 'a' })).rejects.toEqual(code('released'));
  });
});

describe('tokens', () => {
  test('are read without loading the model', async () => {
    const engine = makeEngine();
    const reading = engine.acquire().tokenize('ab', { maxTokens: 5 });
    const worker = await firstWorker();
    const { id, request } = await worker.call('tokenize');
    worker.tell({ type: 'done', id, reply: { text: 'ab', tokens: [], truncated: undefined } });
    expect((await reading).text).toBe('ab');
    expect(request).toEqual({ text: 'ab', maxTokens: 5 });
    expect(engine.status.state).toBe('idle');
    expect(worker.calls.map(({ type }) => type)).toEqual(['tokenize']);
  });

  test('need a tokenizer', async () => {
    const engine = makeEngine(manifestUrl(testManifest({ tokenizer: 'none' })));
    await expect(engine.acquire().tokenize('ab')).rejects.toEqual(code('no-tokenizer'));
    expect(workers).toEqual([]);
  });
});

describe('when the worker breaks down', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    return () => vi.useRealTimers();
  });

  /** The `nth` worker, once the pause before it is over. */
  async function nthWorker(nth: number): Promise<FakeWorker> {
    return await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(500);
      const worker = workers[nth - 1];
      if (!worker) throw new Error(`no worker ${nth} yet`);
      return worker;
    });
  }

  async function loadedEngine(first: Plan = plan): Promise<PageEngine> {
    const engine = makeEngine(manifestUrl(), {}, first);
    const loaded = engine.load();
    await (await nthWorker(1)).finishLoad();
    await loaded;
    return engine;
  }

  test('it starts again by itself, and runs what was under way and what waited', async () => {
    const engine = await loadedEngine();
    const states = statesOf(engine);
    const running = engine.acquire().run({ text: 'a' });
    const waiting = engine.acquire().run({ text: 'b' });
    await workers[0]?.call('run');
    workers[0]?.die('out of memory');
    const next = await nthWorker(2);
    await next.finishLoad();
    await next.finishRun(1);
    await next.finishRun(2);
    expect([(await running).text, (await waiting).text]).toEqual(['a', 'b']);
    expect([...new Set(states)]).toEqual(['running', 'lost', 'probing', 'downloading', 'ready']);
    expect(workers.map(({ closed }) => closed)).toEqual([true, false]);
  });

  test('says lost with the reason, and nothing is asked of it', async () => {
    const engine = await loadedEngine();
    workers[0]?.die('it ended without a word');
    expect(engine.status).toMatchObject({
      state: 'lost',
      error: { code: 'worker-lost', message: expect.stringContaining('without a word') },
    });
    await (await nthWorker(2)).finishLoad();
    await vi.waitFor(() => expect(engine.status.state).toBe('ready'));
  });

  test('a large model waits for the next request where the reader saves data', async () => {
    vi.stubGlobal('navigator', { connection: { saveData: true } });
    try {
      const { row8 } = testManifest().layouts;
      const weights = [{ path: 'weights.00.bin', bytes: 30_000_000, sha256: '0'.repeat(64) }];
      const large = testManifest({ layouts: { row8: { ...row8, weights } } });
      const engine = makeEngine(manifestUrl(large));
      const loaded = engine.load();
      await (await nthWorker(1)).finishLoad();
      await loaded;
      workers[0]?.die('it ended without a word');
      expect(engine.status).toEqual({ state: 'idle' });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(workers).toHaveLength(1);
      const running = engine.acquire().run({ text: 'a' });
      await (await nthWorker(2)).finishLoad();
      workers[1]?.die('it ended without a word, in the middle of a run');
      const third = await nthWorker(3);
      await third.finishLoad();
      await third.finishRun();
      expect((await running).text).toBe('a');
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('after the third time on WASM it has failed, until it is told to try again', async () => {
    const engine = await loadedEngine();
    const lease = engine.acquire();
    const running = lease.run({ text: 'a' });
    const outcome = running.catch((error) => error);
    for (const nth of [1, 2, 3]) {
      const worker = await nthWorker(nth);
      if (nth > 1) await worker.finishLoad();
      await worker.call('run');
      worker.tell({
        type: 'failed',
        id: (await worker.call('run')).id,
        error: { code: 'out-of-memory', message: 'No room.', advice: 'Less.', subject: 'memory' },
      });
    }
    expect(await outcome).toMatchObject({ code: 'out-of-memory', subject: 'memory' });
    expect(engine.status).toMatchObject({ state: 'failed', error: { code: 'out-of-memory' } });
    await expect(lease.run({ text: 'a' })).rejects.toEqual(code('out-of-memory'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers.map(({ closed }) => closed)).toEqual([true, true, true]);

    const again = engine.retry();
    await (await nthWorker(4)).finishLoad();
    await again;
    expect(engine.status.state).toBe('ready');
  });

  test('on WebGPU the third time means WASM, and says so', async () => {
    const engine = await loadedEngine({ device: 'webgpu', ortBuild: 'jspi', layout: 'row8' });
    const running = engine.acquire().run({ text: 'a' });
    for (const nth of [1, 2, 3]) {
      const worker = await nthWorker(nth);
      if (nth > 1) await worker.finishLoad();
      await worker.call('run');
      worker.tell({
        type: 'lost',
        error: { code: 'device-lost', message: 'The GPU went away.', advice: '' },
      });
    }
    const last = await nthWorker(4);
    const request = await last.finishLoad();
    expect(request).toMatchObject({ plan, graph: { url: expect.stringContaining('wasm.onnx') } });
    await last.finishRun();
    expect((await running).plan.device).toBe('wasm');
    expect(engine.status).toMatchObject({ state: 'ready', plan });
    expect(engine.notices).toEqual([
      { code: 'stepped-down', message: expect.stringContaining('The GPU went away.') },
    ]);
  });

  test('a run that WebGPU cannot do is done on WASM', async () => {
    const engine = await loadedEngine({ device: 'webgpu', ortBuild: 'jspi', layout: 'row8' });
    const running = engine.acquire().run({ text: 'a' });
    const { id } = (await workers[0]?.call('run')) ?? {};
    const error = { code: 'run', message: 'No shader.', advice: '' } as const;
    workers[0]?.tell({ type: 'failed', id: id as number, error });
    const next = await nthWorker(2);
    expect((await next.finishLoad()).plan).toEqual(plan);
    await next.finishRun();
    expect((await running).plan).toEqual(plan);
    expect(engine.notices).toEqual([
      { code: 'stepped-down', message: expect.stringContaining('No shader.') },
    ]);
  });

  test('a worker that dies while it loads is replaced too', async () => {
    const engine = makeEngine();
    const loaded = engine.load();
    const first = await nthWorker(1);
    await first.call('load');
    first.die('killed');
    await (await nthWorker(2)).finishLoad();
    await loaded;
    expect(engine.status.state).toBe('ready');
  });

  test('who gives up while it waits ends it', async () => {
    const engine = makeEngine();
    const abort = new AbortController();
    const loaded = engine.load({ signal: abort.signal });
    const first = await nthWorker(1);
    await first.call('load');
    first.die('killed');
    await vi.waitFor(() => expect(engine.status.state).toBe('lost'));
    abort.abort();
    await expect(loaded).rejects.toEqual(code('aborted'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(engine.status).toEqual({ state: 'idle' });
    expect(workers).toHaveLength(1);
  });
});

describe('what was run before', () => {
  test('comes at once, in the place of what the lease still waits for', async () => {
    const { engine, worker } = await makeLoaded();
    const lease = engine.acquire();
    const first = lease.run({ text: 'ab' });
    await worker.finishRun();
    const trace = await first;
    const other = lease.run({ text: 'other' });
    expect(await lease.run({ text: 'ab' })).toBe(trace);
    await expect(other).rejects.toEqual(code('superseded'));
    expect(await engine.acquire().run({ text: 'ab' })).toBe(trace);
    expect(worker.calls.filter(({ type }) => type === 'run')).toHaveLength(1);
  });

  test('does not stand for another mask', async () => {
    const { engine, worker } = await makeLoaded();
    const lease = engine.acquire();
    const first = lease.run({ text: 'ab' });
    await worker.finishRun();
    await first;
    const masked = lease.run({ text: 'ab', headMask: [0] });
    await worker.finishRun(2);
    expect(await masked).not.toBe(await first);
  });
});

describe('the plan', () => {
  test('in the status is the one that the worker found in use', async () => {
    const engine = makeEngine(
      manifestUrl(),
      {},
      { device: 'webgpu', ortBuild: 'jspi', layout: 'row8' },
    );
    const loaded = engine.load();
    const worker = await firstWorker();
    const { id, request } = await worker.call('load');
    worker.tell({
      type: 'done',
      id,
      reply: { plan: { ...request.plan, device: 'wasm' }, notices: [] },
    });
    await loaded;
    expect(engine.status).toMatchObject({ state: 'ready', plan: { device: 'wasm' } });
  });

  test('what the worker has to tell is among the notices', async () => {
    const engine = makeEngine();
    const loaded = engine.load();
    const worker = await firstWorker();
    worker.notices = [{ code: 'uncached', message: 'The model is not kept.' }];
    await worker.finishLoad();
    await loaded;
    expect(engine.notices).toEqual(worker.notices);
  });
});

describe('the end', () => {
  test('the worker ends half a minute after the last lease, unless one is taken again', async () => {
    const { engine, worker } = await makeLoaded();
    vi.useFakeTimers();
    try {
      engine.acquire().release();
      await vi.advanceTimersByTimeAsync(20_000);
      const lease = engine.acquire();
      await vi.advanceTimersByTimeAsync(20_000);
      expect(worker.closed).toBe(false);
      lease.release();
      await vi.advanceTimersByTimeAsync(31_000);
      expect(worker.closed).toBe(true);
      expect(engine.status).toEqual({ state: 'idle' });
    } finally {
      vi.useRealTimers();
    }
  });

  describe('of a lease while the model loads', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      return () => vi.useRealTimers();
    });

    async function releasedEngine() {
      const engine = makeEngine();
      const lease = engine.acquire();
      const running = lease.run({ text: 'a' });
      const worker = await firstWorker();
      await worker.call('load');
      lease.release();
      await expect(running).rejects.toEqual(code('released'));
      await vi.advanceTimersByTimeAsync(20_000);
      expect(worker.closed).toBe(false);
      return { engine, worker };
    }

    test('is no end of the load, which the next lease takes up', async () => {
      const { engine, worker } = await releasedEngine();
      const running = engine.acquire().run({ text: 'b' });
      await vi.advanceTimersByTimeAsync(60_000);
      await worker.finishLoad();
      await worker.finishRun();
      expect((await running).text).toBe('b');
      expect(workers).toHaveLength(1);
    });

    test('gives the load up after half a minute', async () => {
      const { engine, worker } = await releasedEngine();
      await vi.advanceTimersByTimeAsync(11_000);
      expect(worker.closed).toBe(true);
      expect(engine.status).toEqual({ state: 'idle' });
    });

    test('ends nothing that somebody else waits for', async () => {
      const { engine, worker } = await releasedEngine();
      const loaded = engine.load();
      await vi.advanceTimersByTimeAsync(100_000);
      await worker.finishLoad();
      await loaded;
      await vi.advanceTimersByTimeAsync(31_000);
      expect(worker.closed).toBe(true);
      expect(engine.status).toEqual({ state: 'idle' });
    });
  });

  test('disposing rejects what is under way', async () => {
    const { engine, worker } = await makeLoaded();
    const running = engine.acquire().run({ text: 'a' });
    await worker.call('run');
    engine.dispose();
    await expect(running).rejects.toEqual(code('disposed'));
    await vi.waitFor(() => expect(worker.closed).toBe(true));
    await expect(engine.load()).rejects.toEqual(code('disposed'));
  });
});

describe('a run that never ends', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  async function makeRunning() {
    const { engine, worker } = await makeLoaded();
    const lease = engine.acquire();
    const abort = new AbortController();
    const run = lease.run({ text: 'endless' }, { signal: abort.signal });
    run.catch(() => {});
    await worker.call('run');
    return { engine, worker, lease, abort, run };
  }

  /** The next text runs, in a worker of its own. */
  async function expectNextRun(engine: PageEngine): Promise<void> {
    const next = engine.acquire().run({ text: 'next' });
    await vi.advanceTimersByTimeAsync(0);
    const worker = await vi.waitFor(() => {
      const second = workers[1];
      if (!second) throw new Error('no second worker yet');
      return second;
    });
    await worker.finishLoad();
    await worker.finishRun();
    expect((await next).text).toBe('next');
    expect(engine.status.state).toBe('ready');
    expect(workers).toHaveLength(2);
  }

  test('is ended with its worker, says so, and the next one has another', async () => {
    const { engine, worker, run } = await makeRunning();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(worker.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(5_000);
    await expect(run).rejects.toMatchObject({
      code: 'run-timeout',
      message: expect.stringContaining('seconds'),
    });
    expect(worker.closed).toBe(true);
    expect(engine.status).toEqual({ state: 'idle' });
    await expectNextRun(engine);
  });

  test('is ended where it is cancelled', async () => {
    const { engine, worker, run, abort } = await makeRunning();
    abort.abort();
    await expect(run).rejects.toEqual(code('aborted'));
    await vi.advanceTimersByTimeAsync(1_500);
    expect(worker.closed).toBe(true);
    expect(engine.status).toEqual({ state: 'idle' });
    await expectNextRun(engine);
  });

  test('is ended half a minute after its lease was released', async () => {
    const { engine, worker, lease } = await makeRunning();
    lease.release();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(worker.closed).toBe(true);
    expect(engine.status).toEqual({ state: 'idle' });
    await expectNextRun(engine);
  });

  test('is ended for a newer one in the end, which then runs', async () => {
    const { worker, lease } = await makeRunning();
    const newer = lease.run({ text: 'newer' });
    await vi.advanceTimersByTimeAsync(61_000);
    expect(worker.closed).toBe(true);
    await vi.waitFor(() => expect(workers).toHaveLength(2));
    await workers[1]?.finishLoad();
    await workers[1]?.finishRun();
    expect((await newer).text).toBe('newer');
  });
});
