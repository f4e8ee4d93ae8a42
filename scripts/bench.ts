// `npm run bench:<name>`: one of the programs in `bench`, in the browser that `npm test` finds.
//
//   npm run bench:lens -- --tiny     in its smallest form, as tests/benches.test.ts runs them all

import { findBrowser } from './browser.js';
import { run } from './run.js';

const [name, ...args] = process.argv.slice(2);
const browser = await findBrowser(console.log);
await run('npx', ['tsx', `bench/${name}.ts`, ...args], {
  env: { ATTENTION_LENS_BROWSER: browser },
});
