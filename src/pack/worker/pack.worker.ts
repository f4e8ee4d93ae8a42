// The worker's script: what the page asks for, one thing after another.

import type { Reply, Request } from '../wire.js';
import { PackMaker } from './pack-maker.js';
import { problemOf } from './problem.js';

interface Endpoint {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(message: Reply): void;
}

const page = globalThis as unknown as Endpoint;

/** Between two messages of what has come: more often nobody reads them. */
const READ_MS = 250;

let read = 0;
let told = 0;
const maker = new PackMaker((change) => {
  read += change;
  const now = performance.now();
  if (now - told < READ_MS) return;
  told = now;
  page.postMessage({ kind: 'read', bytes: read });
});

page.onmessage = ({ data }) => {
  answer(data).then(
    (reply) => page.postMessage(reply),
    (error: unknown) => page.postMessage({ kind: 'refused', problem: problemOf(error) }),
  );
};

async function answer(request: Request): Promise<Reply> {
  switch (request.kind) {
    case 'look':
      return { kind: 'found', found: await maker.look(request.source) };
    case 'make': {
      const pack = await maker.make(request.words, request.folder, (progress) =>
        page.postMessage({ kind: 'progress', progress }),
      );
      return { kind: 'made', pack };
    }
    case 'zip':
      return { kind: 'zipped', zip: await maker.zip() };
  }
}
