import { afterEach, expect, test, vi } from 'vitest';

afterEach(async () => {
  const { getRuntime } = await import('./shared-runtime.js');
  getRuntime().dispose();
});

test('two copies of the library share one runtime and its engines', async () => {
  const first = await import('../index.js');
  vi.resetModules();
  const second = await import('../index.js');
  expect(second.getRuntime).not.toBe(first.getRuntime);
  expect(second.getRuntime()).toBe(first.getRuntime());
  const url = 'https://models.example/pack/';
  expect(second.getRuntime().engine(url)).toBe(first.getRuntime().engine(`${url}manifest.json`));
});

test('a copy that speaks another protocol keeps its runtime, with one warning of what that costs', async () => {
  vi.resetModules();
  const registry = globalThis as unknown as Record<symbol, unknown>;
  const [own, other] = ['1', '0'].map((major) => Symbol.for(`attention-lens/runtime@${major}`));
  delete registry[own as symbol];
  const foreign = { version: '0.0.9' };
  registry[other as symbol] = foreign;
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  try {
    const { getRuntime } = await import('../index.js');
    expect(getRuntime()).not.toBe(foreign);
    expect(getRuntime()).toBe(getRuntime());
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringMatching(/0\.0\.9 and .*cannot share a model: each downloads its own/),
    ]);
  } finally {
    delete registry[other as symbol];
    warn.mockRestore();
  }
});

test('needs no DOM: it can be imported and configured anywhere', async () => {
  expect(globalThis.document).toBeUndefined();
  const { getRuntime } = await import('../index.js');
  getRuntime().configure({ model: 'gpt2', assetBase: 'https://models.example' });
  expect(getRuntime().engine().manifestUrl).toBe('https://models.example/gpt2/manifest.json');
  expect(getRuntime().engine().status).toEqual({ state: 'idle' });
});

test('another device is another engine', async () => {
  const { getRuntime } = await import('../index.js');
  const runtime = getRuntime();
  expect(runtime.engine('tiny', { device: 'wasm' })).not.toBe(runtime.engine('tiny'));
});

test('options cannot change once an engine has fetched something', async () => {
  const { getRuntime } = await import('../index.js');
  const runtime = getRuntime();
  const engine = runtime.engine('http://127.0.0.1:1/nothing/');
  runtime.configure({ device: 'wasm' });
  await engine.estimate().catch(() => {});
  expect(() => runtime.configure({ device: 'auto' })).toThrow(
    expect.objectContaining({ code: 'configured-late' }),
  );
});
