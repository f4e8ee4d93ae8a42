import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { LiveTrace } from '../api.js';
import { FILE_REQUEST } from '../fetch/file-request.js';
import { manifestUrl, testManifest } from '../testing/manifest.js';
import type { RunCall } from '../wire/protocol.js';
import type { PageEngine } from './engine.js';
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

  test('anything that is not a request is refused in a sentence', async () => {
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

describe('a run while the model loads', () => {
  test('is asked for with the load, and tells its layers as they come', async () => {
    const engine = makeEngine();
    const states = statesOf(engine);
    const told: LiveTrace[] = [];
    const running = engine.acquire().run({ text: 'ab' }, { onLayer: (trace) => told.push(trace) });
    const worker = await firstWorker();
    await worker.tellInput();
    await worker.tellLayer();
    expect(told).toHaveLength(1);
    expect([...(told[0]?.attention(0, 0) ?? [])]).toEqual([1, 0, 1, 0]);
    expect(told[0]?.next).toBeUndefined();
    expect(engine.status.state).toBe('downloading');
    const { id } = await worker.call('run');
    worker.tell({ type: 'done', id, reply: { next: [] } });
    await worker.finishLoad();
    expect(await running).toMatchObject({ text: 'ab', next: [] });
    expect([...new Set(states)]).toEqual(['probing', 'downloading', 'ready', 'running']);
    expect(engine.status.state).toBe('ready');
  });

  test('fails as the load does', async () => {
    const engine = makeEngine();
    const running = engine.acquire().run({ text: 'ab' });
    const worker = await firstWorker();
    await worker.tellInput();
    const { id } = await worker.call('load');
    const error = { code: 'file-hash', message: 'It differs.', advice: 'Publish again.' } as const;
    worker.tell({ type: 'failed', id, error });
    await expect(running).rejects.toMatchObject(error);
    expect(engine.status).toEqual({ state: 'failed', error });
  });

  test('that is cancelled is stopped, and the load continues for another', async () => {
    const engine = makeEngine();
    const abort = new AbortController();
    const cancelled = engine.acquire().run({ text: 'ab' }, { signal: abort.signal });
    const other = engine.acquire().run({ text: 'cd' });
    const worker = await firstWorker();
    const { id } = await worker.call('run');
    abort.abort();
    await expect(cancelled).rejects.toEqual(code('aborted'));
    expect(worker.told).toEqual([{ type: 'stop', id }]);
    await worker.finishLoad();
    await worker.finishRun(2);
    expect((await other).text).toBe('cd');
    expect(workers).toHaveLength(1);
  });
});

test('of one whose claim is given back nothing is kept', async () => {
  const { engine, worker } = await makeLoaded();
  const [first, second] = [engine.acquire(), engine.acquire()];
  for (const [index, lease] of [first, second].entries()) {
    const running = lease.run({ text: `text ${index}` });
    await worker.finishRun(index + 1);
    await running;
  }
  const [{ owner: one }, { owner: other }] = (await Promise.all(
    [1, 2].map(async (nth) => (await worker.call('run', nth)).request),
  )) as [RunCall, RunCall];
  expect(one).not.toBe(other);
  first.release();
  expect(worker.told).toEqual([{ type: 'forget', owner: one }]);
});

describe('tokens', () => {
  test('are read without loading the model', async () => {
    const engine = makeEngine();
    const reading = engine.acquire().tokenize('ab', { maxTokens: 5 });
    const worker = await firstWorker();
    const { id, request } = await worker.call('tokenize');
    worker.tell({ type: 'done', id, reply: { text: 'ab', tokens: [], truncated: undefined } });
    expect((await reading).text).toBe('ab');
    expect(request).toEqual({ text: 'ab', maxTokens: 5, tokenizer: 'gpt2', request: FILE_REQUEST });
    expect(engine.status.state).toBe('idle');
    expect(worker.calls.map(({ type }) => type)).toEqual(['tokenize']);
  });

  test('need a tokenizer', async () => {
    const engine = makeEngine(manifestUrl(testManifest({ tokenizer: 'none' })));
    await expect(engine.acquire().tokenize('ab')).rejects.toEqual(code('no-tokenizer'));
    expect(workers).toEqual([]);
  });

  test('are missing for a reason, which a run says too', async () => {
    const whyNoTokenizer = 'Its tokenizer is a WordPiece.';
    const engine = makeEngine(manifestUrl(testManifest({ tokenizer: 'none', whyNoTokenizer })));
    const lease = engine.acquire();
    const running = lease.run({ text: 'ab' });
    await expect(lease.tokenize('ab')).rejects.toThrow(whyNoTokenizer);
    await firstWorker();
    await expect(running).rejects.toThrow(whyNoTokenizer);
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

describe('a run that never ends', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  async function makeRunning() {
    const { engine, worker } = await makeLoaded();
    worker.stops = false;
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

  test('while the model loads: the load has failed with it, until it is tried again', async () => {
    const engine = makeEngine();
    const run = engine.acquire().run({ text: 'endless' });
    run.catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    const worker = await firstWorker();
    await worker.call('run');
    // What it waits for the first layer does not count.
    await vi.advanceTimersByTimeAsync(600_000);
    expect(worker.closed).toBe(false);
    await worker.tellInput();
    await vi.advanceTimersByTimeAsync(64_000);
    await expect(run).rejects.toEqual(code('run-timeout'));
    expect(worker.closed).toBe(true);
    expect(engine.status).toEqual({ state: 'failed', error: code('run-timeout') });
    const retried = engine.retry();
    await expectNextRun(engine);
    await retried;
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
