// What a stack of blocks costs beside the one graph of a whole model: a full run, one more token, and the heap.
//
//   npm run bench:blocks [-- --keep <folder>]
//
// With --keep, the model is written to a folder that stays, and read from it the next time.
// On a synthetic checkpoint of GPT-2 small's true shapes, in one Chromium page, each in a worker of its own, taking turns.
// Needs 1.5 GB of disk and of memory.

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { convert } from '../src/cli/convert/convert.js';
import { EDITS } from '../src/cli/convert/graph/block-graph.js';
import { loadPack } from '../src/cli/verify/run-pack.js';
import { ORT_VERSION } from '../src/runtime/device/ort-version.js';
import { launchBrowser, openPage } from '../tests/browser.js';
import { askWorker } from './layouts/ask-worker.js';
import { serveWorkers } from './layouts/serve-workers.js';
import { stackOfPack } from './layouts/stack-of-pack.js';
import { GPT2_SMALL, TINY, writeSyntheticCheckpoint } from './layouts/synthetic-checkpoint.js';
import { median } from './median.js';
import { isTiny } from './tiny.js';

const SHAPE = isTiny ? TINY : GPT2_SMALL;
const ROUNDS = isTiny ? 1 : 7;
const LENGTHS = [16, 64, 128] as const;
const [WHOLE, STACK] = [0, 1];

const {
  values: { keep },
} = parseArgs({ options: { keep: { type: 'string' }, tiny: { type: 'boolean' } } });
const folder = keep ?? (await mkdtemp(join(tmpdir(), 'attention-lens-bench-')));
try {
  if (!existsSync(join(folder, 'row8'))) await writeModel();
  console.table(await measure());
} finally {
  if (keep === undefined) await rm(folder, { recursive: true, force: true });
}

async function writeModel(): Promise<void> {
  const checkpoint = join(folder, 'checkpoint');
  await writeSyntheticCheckpoint(checkpoint, SHAPE);
  const options = { id: 'bench', name: 'bench', source: 'see the file' };
  await convert(checkpoint, join(folder, 'row8'), options);
  await rm(checkpoint, { recursive: true });
}

async function measure(): Promise<Record<string, string>[]> {
  const pack = await loadPack(join(folder, 'row8'));
  const { architecture, layouts } = pack.manifest;
  const stack = await stackOfPack(pack);
  await mkdir(join(folder, 'stack'), { recursive: true });
  const files = { block: stack.block, output: stack.output };
  for (const [name, bytes] of Object.entries(files)) {
    await writeFile(join(folder, 'stack', name), bytes);
  }
  for (const [layer, bytes] of stack.weights.entries()) {
    await writeFile(join(folder, 'stack', `weights.${layer}`), bytes);
  }
  const server = await serveWorkers('stack-worker.js', folder);
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser);
    await page.goto(`${server.url}bench.html`);
    const at = (path: string) => `${server.url}files/${path}`;
    const shared = {
      ortUrl: `${server.url}npm/onnxruntime-web@${ORT_VERSION}/dist/ort.wasm.bundle.min.mjs`,
      architecture,
    };
    const { graphs, weights } = layouts.row8;
    await askWorker(page, WHOLE, 'open', {
      ...shared,
      kind: 'whole',
      graph: at(`row8/${graphs.wasm.path}`),
      weights: weights.map(({ path }) => at(`row8/${path}`)),
    });
    await askWorker(page, STACK, 'open', {
      ...shared,
      kind: 'stack',
      block: at('stack/block'),
      output: at('stack/output'),
      weights: stack.weights.map((_, layer) => at(`stack/weights.${layer}`)),
      places: stack.places,
      edits: EDITS,
    });
    const table: Record<string, string>[] = [];
    for (const length of LENGTHS) {
      const full: number[] = [];
      const typed: number[] = [];
      // The first round warms up.
      for (let round = 0; round <= ROUNDS; round++) {
        const whole = await askWorker(page, WHOLE, 'run', { length, known: 0 });
        const stacked = await askWorker(page, STACK, 'run', { length, known: 0 });
        const oneMore = await askWorker(page, STACK, 'run', { length, known: length - 1 });
        if (round === 0) continue;
        full.push(stacked / whole);
        typed.push(oneMore / stacked);
      }
      table.push({
        T: String(length),
        'full run, of one graph': median(full).toFixed(2),
        'one more token, of a full run': median(typed).toFixed(2),
        'heap, MB': (await askWorker(page, STACK, 'heap', {})).toFixed(0),
        'heap of one graph, MB': (await askWorker(page, WHOLE, 'heap', {})).toFixed(0),
      });
    }
    return table;
  } finally {
    await browser.close();
    await server.close();
  }
}
