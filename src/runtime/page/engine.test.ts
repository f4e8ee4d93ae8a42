import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineStatus, LiveTrace } from '../api.js';
import { manifestUrl } from '../testing/manifest.js';
import { PageEngine } from './engine.js';
import {
  code,
  firstWorker,
  makeEngine,
  makeLoaded,
  plan,
  resetWorkers,
  statesOf,
  workers,
} from './testing/fake-workers.js';

resetWorkers();

describe('loading', () => {
  test('an engine starts nothing until it is asked', () => {
    expect(makeEngine().status).toEqual({ state: 'idle' });
    makeEngine().acquire();
    expect(workers).toEqual([]);
  });

  test('an estimate adds up the files of the plan and starts no worker', async () => {
    const estimate = await makeEngine().estimate();
    expect(estimate.parts).toEqual({ model: 20_352, ort: 14_239_897 });
    expect(estimate.bytes).toBe(20_352 + 14_239_897);
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
    expect(request.weights).toMatchObject({
      kind: 'pack',
      graphs: { block: { url: 'https://models.example/block.wasm.onnx' } },
    });
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
      ...['block.wasm.onnx', 'output.wasm.onnx', 'embedding.00.bin', 'embedding.01.bin'],
      ...['positions.bin', 'layer.00.bin', 'output.00.bin'],
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
    expect((await worker.finishRun(2)).text).toBe('ab');
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
      await worker.finishRun(2);
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
