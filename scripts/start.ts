// `npm start`: builds, serves, and prints where to look.

import { run } from './run.js';
import { type RunningServer, serve } from './serve.js';

const PORT = 5173;

async function serveSomewhere(): Promise<RunningServer> {
  try {
    return await serve({ port: PORT });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    console.log(`Port ${PORT} is taken; another one is used.`);
    return serve();
  }
}

await run('npx', ['rollup', '-c', '--silent']);
const { url } = await serveSomewhere();
console.log(`\nAttention Lens is at ${url}\nPress Ctrl+C to stop.`);
