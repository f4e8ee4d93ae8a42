// What the stack of blocks of a pack costs beside one graph of the whole model: a full run, one more token, and the heap.
//
//   npm run bench:blocks [-- --keep <folder>]
//
// With --keep, the model is written to a folder that stays, and read from it the next time.
// On a synthetic checkpoint of GPT-2 small's true shapes, in one Chromium page, each in a worker of its own, taking turns.
// Needs 1.5 GB of disk and of memory.

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { convert } from '../src/cli/convert/convert.js';
import { GPT2_SMALL } from '../src/convert/testing/synthetic-pack.js';
import { wholeRow8 } from '../src/convert/testing/whole-row8.js';
import { ORT_VERSION } from '../src/runtime/device/ort-version.js';
import { FILE_REQUEST } from '../src/runtime/fetch/file-request.js';
import type { PackFile } from '../src/runtime/packs/manifest.js';
import { readManifest } from '../src/runtime/packs/read-manifest.js';
import type { LoadRequest } from '../src/runtime/wire/protocol.js';
import { launchBrowser, openPage } from '../tests/browser.js';
import { askWorker } from './layouts/ask-worker.js';
import { serveWorkers } from './layouts/serve-workers.js';
import type { BenchModel } from './layouts/stack-worker.js';
import { TINY, writeSyntheticCheckpoint } from './layouts/synthetic-checkpoint.js';
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
  if (!existsSync(join(folder, 'pack'))) await writeModel();
  console.table(await measure());
} finally {
  if (keep === undefined) await rm(folder, { recursive: true, force: true });
}

async function writeModel(): Promise<void> {
  const checkpoint = join(folder, 'checkpoint');
  await writeSyntheticCheckpoint(checkpoint, SHAPE);
  const { graphs, weights } = await wholeRow8(checkpoint);
  await mkdir(join(folder, 'whole'));
  await writeFile(join(folder, 'whole/graph.onnx'), graphs.wasm);
  await writeFile(join(folder, 'whole/weights.bin'), weights);
  // Calibrated as the whole graph is.
  const options = {
    id: 'bench',
    name: 'bench',
    source: 'see the file',
    tokenizer: 'none',
  } as const;
  await convert(checkpoint, join(folder, 'pack'), options);
  await rm(checkpoint, { recursive: true });
}

async function measure(): Promise<Record<string, string>[]> {
  const server = await serveWorkers('stack-worker.ts', folder);
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser);
    await page.goto(`${server.url}bench.html`);
    const ortUrl = `${server.url}npm/onnxruntime-web@${ORT_VERSION}/dist/ort.wasm.bundle.min.mjs`;
    const open = (index: number, model: BenchModel) =>
      askWorker(page, index, 'open', { ...model, ortUrl });
    await open(WHOLE, {
      ...{ kind: 'whole', architecture: SHAPE },
      graph: `${server.url}files/whole/graph.onnx`,
      weights: `${server.url}files/whole/weights.bin`,
    });
    await open(STACK, { kind: 'stack', request: await loadRequest(`${server.url}files/pack/`) });
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

/** What the page's engine would ask its worker for. */
async function loadRequest(base: string): Promise<LoadRequest> {
  const manifest = readManifest(
    JSON.parse(await readFile(join(folder, 'pack/manifest.json'), 'utf8')),
  );
  const { graphs, embedding, positions, layers, output } = manifest.layouts.row8;
  const at = (file: PackFile) => ({ ...file, url: base + file.path });
  return {
    plan: { device: 'wasm', layout: 'row8', ortBuild: 'wasm' },
    request: FILE_REQUEST,
    tokenizer: 'none',
    architecture: manifest.architecture,
    weights: {
      kind: 'pack',
      graphs: { block: at(graphs.wasm.block), output: at(graphs.wasm.output) },
      embedding: embedding.map(at),
      positions: at(positions),
      layers: layers.map((files) => files.map(at)),
      output: output.map(at),
    },
    wasm: { url: undefined, bytes: 1, sha256: '' },
  };
}
