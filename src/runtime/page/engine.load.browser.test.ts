// Loads that fail in a real browser.

import { describe, expect, test } from 'vitest';
import type { RuntimeOptions } from '../api.js';
import { tinyModelFiles } from '../tiny-model.js';
import { bytes, configured, DOG, resetRuntime, TIMEOUT } from './testing/real-runtime.js';

resetRuntime();

describe('a load that fails says what happened and what to do', () => {
  const wrong = (path: string, url: string): RuntimeOptions => ({
    mapUrl: (asked) => (asked.endsWith(path) ? url : asked),
  });
  const swapped = tinyModelFiles().get('block.webgpu.onnx') as string;

  test.each([
    [
      'no manifest',
      'manifest-unreachable',
      wrong('manifest.json', '/nowhere/manifest.json'),
      /404/,
    ],
    ['no weights', 'file-unreachable', wrong('.bin', '/nowhere/weights.bin'), /weights\.bin.*404/],
    ['another file', 'file-size', wrong('block.wasm.onnx', swapped), /bytes instead of/],
    ['no .wasm', 'file-unreachable', wrong('.wasm', '/nowhere/ort.wasm'), /404/],
  ])(
    '%s: %s',
    async (_name, code, options, message) => {
      const engine = configured(options).engine();
      await expect(engine.load()).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
        advice: expect.stringMatching(/\w{3}/),
      });
      expect(engine.status).toMatchObject({ state: 'failed', error: { code } });
    },
    TIMEOUT,
  );

  test(
    'a changed file: file-hash',
    async () => {
      const graph = await bytes(tinyModelFiles().get('block.wasm.onnx') as string);
      graph[100] = (graph[100] as number) ^ 1;
      const changed = URL.createObjectURL(new Blob([graph]));
      const engine = configured(wrong('block.wasm.onnx', changed)).engine();
      await expect(engine.load()).rejects.toMatchObject({
        code: 'file-hash',
        message: expect.stringContaining('SHA-256'),
      });
    },
    TIMEOUT,
  );

  test(
    'a worker is started from where the page says that it is',
    async () => {
      const started: string[] = [];
      const { Worker } = globalThis;
      globalThis.Worker = class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          started.push(String(url));
        }
      };
      try {
        // As Vite serves it.
        const workerUrl = '/src/runtime/worker/worker.ts?worker_file&type=module';
        await configured({ workerUrl }).engine().load();
        expect(started).toEqual([new URL(workerUrl, location.href).href]);
      } finally {
        globalThis.Worker = Worker;
      }
    },
    TIMEOUT,
  );

  test(
    "a worker that is not where it should be is replaced by the library's own, with a warning",
    async () => {
      const warnings: string[] = [];
      const { warn } = console;
      console.warn = (message: string) => warnings.push(message);
      try {
        const engine = configured({ workerUrl: '/nowhere/worker.js' }).engine();
        const lease = engine.acquire();
        expect((await lease.run({ text: DOG })).next?.[0]?.text).toBe(' was');
        expect(engine.notices).toEqual([]);
      } finally {
        console.warn = warn;
      }
      expect(warnings).toEqual([expect.stringContaining('/nowhere/worker.js')]);
    },
    TIMEOUT,
  );
});
