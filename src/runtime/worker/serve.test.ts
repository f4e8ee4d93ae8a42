import { expect, test } from 'vitest';
import { RuntimeError } from '../runtime-error.js';
import { WorkerClient } from '../wire/client.js';
import { portOfMessagePort } from '../wire/port.js';
import type { RunProgress } from '../wire/protocol.js';
import type { EngineHost } from './host.js';
import { type Endpoint, serve } from './serve.js';

const run = { text: 'a', maxTokens: 8, qkvLayers: [], next: 1, owner: 1 };

/** A page and a worker with a real channel between them. */
function connect(host: Partial<EngineHost>): WorkerClient {
  const { port1, port2 } = new MessageChannel();
  serve(port1 as unknown as Endpoint, { close: async () => {}, ...host } as EngineHost);
  return new WorkerClient(portOfMessagePort(port2), () => {});
}

function end(client: WorkerClient): void {
  client.close(new RuntimeError('disposed', 'over', 'none'));
}

test("a worker's error arrives with its code, message and advice", async () => {
  const thrown = new RuntimeError('empty-text', 'There is nothing.', 'Type something.');
  const client = connect({ run: () => Promise.reject(thrown) });
  const error = await client.call('run', run).catch((reason) => reason);
  expect(error).toMatchObject({
    code: 'empty-text',
    message: 'There is nothing.',
    advice: 'Type something.',
  });
  end(client);
});

test('an unforeseen error arrives as internal, its words kept', async () => {
  const client = connect({ run: () => Promise.reject(new RangeError('far out')) });
  await expect(client.call('run', run)).rejects.toMatchObject({
    code: 'internal',
    message: 'RangeError: far out',
  });
  end(client);
});

test('attention is moved, not copied', async () => {
  const attention = Float32Array.of(1, 0, 0.5, 0.5);
  const qkv = Float32Array.of(1, 2, 3);
  const client = connect({
    run: async (_call, report) => {
      report({ kind: 'layer', attention, qkv });
      return { next: [] };
    },
  });
  const told: RunProgress[] = [];
  await client.call('run', run, { onProgress: (progress) => told.push(progress) });
  expect(told).toEqual([
    { kind: 'layer', attention: Float32Array.of(1, 0, 0.5, 0.5), qkv: Float32Array.of(1, 2, 3) },
  ]);
  expect(attention.length).toBe(0);
  expect(qkv.length).toBe(0);
  end(client);
});

test('a call that nobody wants any more is told so, others are not', async () => {
  const stopped: (string | undefined)[] = [];
  const client = connect({
    run: ({ text }, _report, signal) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => {
          stopped.push(text);
          reject(new RuntimeError('aborted', 'It was stopped.', 'Ask again.'));
        }),
      ),
  });
  const stop = new AbortController();
  const unwanted = client.call('run', run, { signal: stop.signal });
  const wanted = client.call('run', { ...run, text: 'b' });
  wanted.catch(() => {});
  stop.abort();
  await expect(unwanted).rejects.toMatchObject({ code: 'aborted' });
  expect(stopped).toEqual(['a']);
  end(client);
});

test('what was kept of an owner is forgotten', async () => {
  const forgotten: number[] = [];
  const client = connect({
    forget: (owner) => forgotten.push(owner),
    run: async () => ({ next: [] }),
  });
  client.forget(7);
  await client.call('run', run);
  expect(forgotten).toEqual([7]);
  end(client);
});

test('answers find their calls in any order', async () => {
  const releases: (() => void)[] = [];
  const client = connect({
    tokenize: ({ text }) =>
      new Promise((resolve) =>
        releases.unshift(() => resolve({ text, tokens: [], truncated: undefined })),
      ),
  });
  const calls = ['a', 'b'].map((text) =>
    client.call('tokenize', { text, maxTokens: 1, tokenizer: 'gpt2', request: {} }),
  );
  while (releases.length < 2) await new Promise((resolve) => setTimeout(resolve));
  for (const release of releases) release();
  expect((await Promise.all(calls)).map(({ text }) => text)).toEqual(['a', 'b']);
  end(client);
});

test('closing tells the worker and rejects what is pending', async () => {
  let closed = false;
  const client = connect({
    run: () => new Promise(() => {}),
    close: async () => {
      closed = true;
    },
  });
  const pending = client.call('run', run);
  end(client);
  await expect(pending).rejects.toMatchObject({ code: 'disposed' });
  await expect(client.call('run', run)).rejects.toMatchObject({ code: 'disposed' });
  while (!closed) await new Promise((resolve) => setTimeout(resolve));
});
