import { afterEach, expect, test, vi } from 'vitest';
import { FakeWorker } from '../testing/fake-worker.js';
import { manifestUrl } from '../testing/manifest.js';
import { LazyEngine } from './lazy-engine.js';

const address = {
  manifestUrl: manifestUrl(),
  fileUrl: (path: string) => `https://a.example/${path}`,
};

function makeEngine() {
  const worker = new FakeWorker();
  const spawn = vi.fn(async () => worker.port);
  const engine = new LazyEngine(address, {
    settings: () => ({ device: 'wasm', ortBase: 'https://ort.example/' }),
    spawn,
  });
  return { engine, worker, spawn };
}

afterEach(() => {
  vi.doUnmock('./engine.js');
  vi.resetModules();
});

test('what is asked before the engine has come is done when it has', async () => {
  const { engine, worker, spawn } = makeEngine();
  const running = engine.acquire().run({ text: 'ab' });
  await vi.waitFor(() => expect(spawn).toHaveBeenCalled(), { timeout: 60_000 });
  await worker.finishLoad();
  await worker.finishRun();
  expect((await running).text).toBe('ab');
  engine.dispose();
});

test('what is given up before the engine has come starts nothing', async () => {
  const { engine, spawn } = makeEngine();
  const [aborted, released] = [engine.acquire(), engine.acquire()];
  const abort = new AbortController();
  const runs = [
    aborted.run({ text: 'ab' }, { signal: abort.signal }),
    released.run({ text: 'ab' }),
  ];
  abort.abort();
  aborted.release();
  released.release();
  const [first, second] = await Promise.allSettled(runs);
  expect(first).toMatchObject({ reason: { code: 'aborted', name: 'AbortError' } });
  expect(second).toMatchObject({ reason: { code: 'released' } });
  expect(engine.status).toEqual({ state: 'idle' });
  expect(spawn).not.toHaveBeenCalled();
  engine.dispose();
});

test('an engine that does not come is a failure of what the reader asked for, not of an estimate', async () => {
  vi.doMock('./engine.js', () => {
    throw new TypeError('Failed to fetch');
  });
  const { engine } = makeEngine();
  await expect(engine.estimate()).rejects.toMatchObject({ code: 'file-unreachable' });
  expect(engine.status).toEqual({ state: 'idle' });
  await expect(engine.load()).rejects.toMatchObject({ code: 'file-unreachable' });
  expect(engine.status).toMatchObject({ state: 'failed', error: { code: 'file-unreachable' } });
  engine.dispose();
});
