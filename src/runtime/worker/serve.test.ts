import { expect, test } from 'vitest';
import { RuntimeError } from '../runtime-error.js';
import { WorkerClient } from '../wire/client.js';
import { portOfMessagePort } from '../wire/port.js';
import type { RunReply } from '../wire/protocol.js';
import type { EngineHost } from './host.js';
import { type Endpoint, serve } from './serve.js';

const run = { text: 'a', maxTokens: 8, qkvLayers: [], next: 1 };

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
  const q = Float32Array.of(1, 2, 3);
  const reply: RunReply = {
    text: 'ab',
    tokens: [],
    truncated: undefined,
    attention: [attention],
    qkv: new Map([[0, q]]),
    next: [],
  };
  const client = connect({ run: async () => reply });
  const arrived = await client.call('run', run);
  expect([...(arrived.attention[0] ?? [])]).toEqual([1, 0, 0.5, 0.5]);
  expect([...(arrived.qkv.get(0) ?? [])]).toEqual([1, 2, 3]);
  expect(attention.length).toBe(0);
  expect(q.length).toBe(0);
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
  const calls = ['a', 'b'].map((text) => client.call('tokenize', { text, maxTokens: 1 }));
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
