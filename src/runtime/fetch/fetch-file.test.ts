import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fetchFile } from './fetch-file.js';
import { RETRY_DELAYS } from './retry.js';
import { STALL_MS, StallWatch } from './stall-watch.js';

const FILE = Uint8Array.from({ length: 10_000 }, (_, index) => index % 251);

let server: Server | undefined;
/** Bytes of the file that the reader has counted. */
let counted: number;

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

type Answer = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

/** A server with one file. Gives its address and, for each request, the range that it asked for. */
async function serve(answer: Answer): Promise<{ url: string; ranges: (string | undefined)[] }> {
  const ranges: (string | undefined)[] = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response, ranges.length);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/weights.bin`, ranges };
}

/**
 * Sends the file from where it was asked for up to `end`. If that is not all, it cuts the connection once the reader
 * has it: what is still under way is lost with a connection.
 */
function send(request: IncomingMessage, response: ServerResponse, end = FILE.length): void {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(start > 0 ? 206 : 200, {
    'Content-Length': FILE.length - start,
    ...(start > 0 && { 'Content-Range': `bytes ${start}-${FILE.length - 1}/${FILE.length}` }),
  });
  if (end === FILE.length) {
    response.end(FILE.subarray(start));
    return;
  }
  response.write(FILE.subarray(start, end));
  const waiting = setInterval(() => {
    if (counted < end && !response.destroyed) return;
    clearInterval(waiting);
    response.destroy();
  }, 2);
}

async function fetchIt(
  url: string,
  signal = new AbortController().signal,
  watch = new StallWatch(),
): Promise<Uint8Array> {
  const target = new Uint8Array(FILE.length);
  counted = 0;
  const onBytes = (change: number) => {
    counted += change;
  };
  await fetchFile(url, target, { signal, onBytes, fetch, watch });
  return target;
}

test('a data: address needs no fetch', async () => {
  const url = `data:;base64,${Buffer.from(FILE).toString('base64')}`;
  const target = new Uint8Array(FILE.length);
  const { signal } = new AbortController();
  const refuse = async () => {
    throw new TypeError('Refused to connect');
  };
  await fetchFile(url, target, {
    signal,
    onBytes: () => {},
    fetch: refuse,
    watch: new StallWatch(),
  });
  expect(target).toEqual(FILE);
});

test('a connection that breaks is taken up where it broke', async () => {
  const { url, ranges } = await serve((request, response, nth) =>
    send(request, response, nth === 1 ? 6000 : undefined),
  );
  expect(await fetchIt(url)).toEqual(FILE);
  expect(counted).toBe(FILE.length);
  expect(ranges).toEqual([undefined, 'bytes=6000-']);
});

test('a server without ranges sends it all again, and nothing is counted twice', async () => {
  const { url, ranges } = await serve((request, response, nth) => {
    delete request.headers.range;
    send(request, response, nth === 1 ? 6000 : undefined);
  });
  expect(await fetchIt(url)).toEqual(FILE);
  expect(counted).toBe(FILE.length);
  expect(ranges).toEqual([undefined, 'bytes=6000-']);
});

test('a server that refuses the range is asked without it', async () => {
  const { url, ranges } = await serve((request, response, nth) => {
    if (request.headers.range) response.writeHead(416).end();
    else send(request, response, nth === 1 ? 6000 : undefined);
  });
  expect(await fetchIt(url)).toEqual(FILE);
  expect(ranges).toEqual([undefined, 'bytes=6000-', undefined]);
});

test('a line that breaks often but gets on is followed to the end', async () => {
  const { url, ranges } = await serve((request, response, nth) => {
    send(request, response, Math.min(FILE.length, nth * 1500));
  });
  expect(await fetchIt(url)).toEqual(FILE);
  expect(ranges.length).toBeGreaterThan(5);
});

test('stops trying if a line always breaks in the same place, and names the address', async () => {
  const { url, ranges } = await serve((request, response) => {
    delete request.headers.range;
    send(request, response, 6000);
  });
  await expect(fetchIt(url)).rejects.toMatchObject({ code: 'file-unreachable', subject: url });
  expect(ranges).toHaveLength(4);
});

test.each([404, 500, 503])('an answer of %i is asked for once', async (status) => {
  const { url, ranges } = await serve((_request, response) => response.writeHead(status).end());
  await expect(fetchIt(url)).rejects.toMatchObject({
    code: 'file-unreachable',
    message: expect.stringContaining(String(status)),
    subject: url,
  });
  expect(ranges).toHaveLength(1);
});

test.each([9999, 10_001])('a file of %i bytes is not the one of 10000', async (bytes) => {
  const { url } = await serve((_request, response) => response.end(new Uint8Array(bytes)));
  await expect(fetchIt(url)).rejects.toMatchObject({ code: 'file-size', subject: url });
});

test('a server that announces more than it sends is believed when all that is wanted has come', async () => {
  const { url, ranges } = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Length': FILE.length + 10 });
    response.write(FILE);
    const waiting = setInterval(() => {
      if (counted < FILE.length) return;
      clearInterval(waiting);
      response.destroy();
    }, 2);
  });
  expect(await fetchIt(url)).toEqual(FILE);
  expect(ranges).toHaveLength(1);
});

test('an abort ends it, also while it waits to try again', async () => {
  const { url } = await serve((_request, response) => response.destroy());
  const abort = new AbortController();
  const fetching = fetchIt(url, abort.signal);
  setTimeout(() => abort.abort(), 50);
  await expect(fetching).rejects.toMatchObject({ code: 'aborted' });
});

describe('on a line that goes dead', () => {
  // So that it is dead when the test says so, however slow the machine is.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    return () => vi.useRealTimers();
  });

  /** Waits for the network, on which the test's clock has no say. */
  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  }

  test('a file is taken up where it was', async () => {
    const { url, ranges } = await serve((request, response, nth) => {
      if (nth > 1) return send(request, response);
      response.writeHead(200, { 'Content-Length': FILE.length });
      response.write(FILE.subarray(0, 6000));
    });
    const fetching = fetchIt(url);
    await until(() => counted === 6000);
    await vi.advanceTimersByTimeAsync(STALL_MS);
    const again = vi.waitFor(() => expect(ranges).toHaveLength(2));
    expect(await fetching).toEqual(FILE);
    await again;
    expect(ranges).toEqual([undefined, 'bytes=6000-']);
  });

  test('stops waiting for a file that never comes', async () => {
    const { url, ranges } = await serve(() => {});
    const fetching = fetchIt(url);
    const expected = expect(fetching).rejects.toMatchObject({
      code: 'file-unreachable',
      message: expect.stringContaining('nothing came for 30 seconds'),
      subject: url,
    });
    for (let attempt = 1; attempt <= 4; attempt++) {
      await until(() => ranges.length === attempt);
      await vi.advanceTimersByTimeAsync(STALL_MS);
      await vi.advanceTimersByTimeAsync(RETRY_DELAYS[attempt - 1] ?? 0);
    }
    await expected;
    expect(ranges).toHaveLength(4);
  });

  test('a file may wait for its turn while another one comes', async () => {
    const waiting: (() => void)[] = [];
    const coming: ServerResponse[] = [];
    const { url, ranges } = await serve((request, response) => {
      if (request.url === '/late') {
        waiting.push(() => send(request, response));
        return;
      }
      response.writeHead(200, { 'Content-Length': FILE.length });
      coming.push(response);
    });
    const late = new URL('/late', url).href;
    const watch = new StallWatch();
    const fetching = Promise.all([url, late].map((each) => fetchIt(each, undefined, watch)));
    await until(() => waiting.length > 0 && coming.length > 0);
    for (let part = 0; part < 20; part++) {
      await vi.advanceTimersByTimeAsync(STALL_MS - 1);
      coming[0]?.write(FILE.subarray(part * 500, (part + 1) * 500));
      await until(() => counted === (part + 1) * 500);
    }
    waiting[0]?.();
    expect(await fetching).toEqual([FILE, FILE]);
    expect(ranges).toHaveLength(2);
  });
});

test('a busy server that says when is asked again then', async () => {
  const { url, ranges } = await serve((request, response, nth) => {
    if (nth === 1) response.writeHead(429, { 'Retry-After': '0' }).end();
    else send(request, response);
  });
  expect(await fetchIt(url)).toEqual(FILE);
  expect(ranges).toHaveLength(2);
});

describe('a part of a file', () => {
  const fetchPart = async (url: string, fileBytes = FILE.length) => {
    const target = new Uint8Array(500);
    counted = 0;
    const onBytes = (change: number) => {
      counted += change;
    };
    const { signal } = new AbortController();
    const part = { begin: 4000, fileBytes };
    await fetchFile(url, target, { signal, onBytes, fetch, watch: new StallWatch(), part });
    return target;
  };
  const wanted = FILE.subarray(4000, 4500);

  test('is asked for by one range', async () => {
    const { url, ranges } = await serve((_request, response) => {
      response.writeHead(206).end(wanted);
    });
    expect(await fetchPart(url)).toEqual(wanted);
    expect(ranges).toEqual(['bytes=4000-4499']);
    expect(counted).toBe(500);
  });

  test('continues within its range where the connection broke', async () => {
    const { url, ranges } = await serve((_request, response, nth) => {
      response.writeHead(206, { 'Content-Length': nth === 1 ? 500 : 300 });
      if (nth === 2) {
        response.end(wanted.subarray(200));
        return;
      }
      response.write(wanted.subarray(0, 200));
      const waiting = setInterval(() => {
        if (counted < 200) return;
        clearInterval(waiting);
        response.destroy();
      }, 2);
    });
    expect(await fetchPart(url)).toEqual(wanted);
    expect(ranges).toEqual(['bytes=4000-4499', 'bytes=4200-4499']);
  });

  test('is cut out of a small file that comes whole', async () => {
    const { url } = await serve((_request, response) => response.end(FILE));
    expect(await fetchPart(url)).toEqual(wanted);
    expect(counted).toBe(500);
  });

  test('of a large file that would come whole is refused in words', async () => {
    const { url } = await serve((_request, response) => response.end(FILE));
    await expect(fetchPart(url, 2 ** 30)).rejects.toMatchObject({
      code: 'file-unreachable',
      message: expect.stringContaining('is sent whole'),
    });
  });

  test('that is longer than it was asked to be is refused', async () => {
    const { url } = await serve((_request, response) => response.writeHead(206).end(FILE));
    await expect(fetchPart(url)).rejects.toMatchObject({ code: 'file-size' });
  });

  test('that is another than the one asked for is refused', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(206, { 'Content-Range': `bytes 0-499/${FILE.length}` });
      response.end(FILE.subarray(0, 500));
    });
    await expect(fetchPart(url)).rejects.toMatchObject({
      code: 'file-unreachable',
      message: expect.stringContaining('from byte 4000 on'),
    });
  });

  test('is waited for as long as a busy server says', async () => {
    const { url, ranges } = await serve((_request, response, nth) => {
      if (nth < 3) response.writeHead(nth === 1 ? 429 : 503, { 'Retry-After': '0' }).end();
      else response.writeHead(206).end(wanted);
    });
    expect(await fetchPart(url)).toEqual(wanted);
    expect(ranges).toHaveLength(3);
  });

  test('stops trying if the server asks for a day’s pause', async () => {
    const { url, ranges } = await serve((_request, response) => {
      response.writeHead(429, { 'Retry-After': '86400' }).end();
    });
    await expect(fetchPart(url)).rejects.toMatchObject({
      message: expect.stringContaining('status 429'),
      advice: expect.stringContaining('in some minutes'),
    });
    expect(ranges).toHaveLength(1);
  });
});
