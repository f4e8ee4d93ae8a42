import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Plan } from '../api.js';
import type { FakeWorker } from '../testing/fake-worker.js';
import { manifestUrl, testManifest } from '../testing/manifest.js';
import type { PageEngine } from './engine.js';
import { code, makeEngine, plan, resetWorkers, statesOf, workers } from './testing/fake-workers.js';

resetWorkers();

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
      const { layouts, architecture } = testManifest();
      const layer = { path: 'layer.00.bin', bytes: 21_000_000, sha256: '0'.repeat(64) };
      const large = testManifest({
        architecture: { ...architecture, dInner: 2 ** 18 },
        layouts: { row8: { ...layouts.row8, layers: [[layer]] } },
      });
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
    expect(request).toMatchObject({
      plan,
      weights: { graphs: { block: { url: expect.stringContaining('wasm.onnx') } } },
    });
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

  test('a caller that cancels while it waits ends it', async () => {
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
