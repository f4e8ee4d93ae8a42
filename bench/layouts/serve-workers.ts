import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type RunningServer, serve } from '../../scripts/serve.js';

/**
 * Serves `bench.html`, whose page starts workers when `askWorker` asks for them, and under `files/` what lies in a folder.
 * @param worker name of the script that the workers run, with all that it imports.
 */
export async function serveWorkers(worker: string, folder: string): Promise<RunningServer> {
  const scripts: Readonly<Record<string, Uint8Array>> = {
    '/page.js': await readFile(new URL('page.js', import.meta.url)),
    '/worker.js': await bundle(fileURLToPath(new URL(worker, import.meta.url))),
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

async function bundle(script: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    ...{ entryPoints: [script], bundle: true, write: false, format: 'esm', target: 'es2022' },
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
