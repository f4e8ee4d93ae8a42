import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningServer, serve } from '../../scripts/serve.js';

/**
 * Serves `bench.html`, whose page starts workers when `askWorker` asks for them, and under `files/` what lies in a folder.
 * @param worker name of the script that the workers run.
 */
export async function serveWorkers(worker: string, folder: string): Promise<RunningServer> {
  const script = (name: string) => readFile(new URL(name, import.meta.url));
  const scripts: Readonly<Record<string, Buffer>> = {
    '/page.js': await script('page.js'),
    '/worker.js': await script(worker),
    '/heap.js': await script('heap.js'),
  };
  return serve({
    contentSecurityPolicy: null,
    first: ({ url = '' }, response) => {
      if (url === '/bench.html') {
        response.setHeader('Content-Type', 'text/html');
        response.end('<!doctype html><title>Bench</title><script src="page.js"></script>');
      } else if (scripts[url]) {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(scripts[url]);
      } else if (url.startsWith('/files/')) {
        createReadStream(join(folder, url.slice('/files/'.length))).pipe(response);
      } else return false;
      return true;
    },
  });
}
