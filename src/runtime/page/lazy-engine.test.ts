import { afterEach, expect, test, vi } from 'vitest';
import { FakeWorker } from '../testing/fake-worker.js';
import { manifestUrl } from '../testing/manifest.js';
import { EngineHandle } from './lazy-engine.js';

const address = {
  manifestUrl: manifestUrl(),
  fileUrl: (path: string) => `https://a.example/${path}`,
};

function makeHandle() {
  const worker = new FakeWorker();
  const spawn = vi.fn(async () => worker.port);
  const handle = new EngineHandle(address, {
    settings: () => ({ device: 'wasm', ortBase: 'https://ort.example/' }),
    spawn,
  });
  return { handle, worker, spawn };
}

afterEach(() => {
  vi.doUnmock('./engine.js');
  vi.resetModules();
});

test('what is asked before the engine has come is done when it has', async () => {
  const { handle, worker, spawn } = makeHandle();
  const running = handle.acquire().run({ text: 'ab' });
  await vi.waitFor(() => expect(spawn).toHaveBeenCalled(), { timeout: 60_000 });
  await worker.finishLoad();
  await worker.finishRun();
  expect((await running).text).toBe('ab');
  handle.dispose();
});

test('what is given up before the engine has come starts nothing', async () => {
  const { handle, spawn } = makeHandle();
  const [aborted, released] = [handle.acquire(), handle.acquire()];
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
  expect(handle.status).toEqual({ state: 'idle' });
  expect(spawn).not.toHaveBeenCalled();
  handle.dispose();
});

test('an engine that does not come is a failure of what the reader asked for, not of an estimate', async () => {
  vi.doMock('./engine.js', () => {
    throw new TypeError('Failed to fetch');
  });
  const { handle } = makeHandle();
  await expect(handle.estimate()).rejects.toMatchObject({ code: 'file-unreachable' });
  expect(handle.status).toEqual({ state: 'idle' });
  await expect(handle.load()).rejects.toMatchObject({ code: 'file-unreachable' });
  expect(handle.status).toMatchObject({ state: 'failed', error: { code: 'file-unreachable' } });
  handle.dispose();
});
