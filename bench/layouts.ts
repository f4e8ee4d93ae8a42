// How our matrices on WASM compare with float32, with the best live rival's way and with the usual export to eight bits: in
// one graph of the whole model each. What a stack of blocks costs beside such a graph is for bench/blocks.ts.
//
//   npm run bench:layouts [-- <folder of real layers>] [-- --keep <folder>]
//
// With --keep, layouts are written to a folder that stays, and read from it the next time.
// On a synthetic checkpoint of GPT-2 small's true shapes, in one Chromium page, each in a worker of its own, taking turns.
// Fidelity is of the real layers in the folder, if one is given (as in tests/fixtures). Needs 3 GB of disk and of memory.

import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as ort from 'onnxruntime-web/wasm';
import { convert } from '../src/cli/convert/convert.js';
import { compareAttention } from '../src/convert/fidelity/compare-attention.js';
import { readExpected, runLayer } from '../src/convert/testing/real-layer.js';
import { GPT2_SMALL } from '../src/convert/testing/synthetic-pack.js';
import { ORT_VERSION } from '../src/runtime/device/ort-version.js';
import { launchBrowser, openPage } from '../tests/browser.js';
import { askWorker } from './layouts/ask-worker.js';
import { BASELINES, writeBaseline, writeOurs } from './layouts/baselines.js';
import { serveWorkers } from './layouts/serve-workers.js';
import { TINY, writeSyntheticCheckpoint } from './layouts/synthetic-checkpoint.js';
import { median } from './median.js';
import { isTiny } from './tiny.js';

const SHAPE = isTiny ? TINY : GPT2_SMALL;
const ROUNDS = isTiny ? 1 : 7;
const OPTIONS = { id: 'bench', name: 'bench', source: 'see the file' };
const LENGTHS = [16, 64, 128] as const;

interface Layout {
  readonly name: string;
  readonly graph: string;
  readonly weights: string;
}

const LAYOUTS: readonly Layout[] = ['row8', ...BASELINES].map((name) => ({
  name: name === 'row8' ? 'row8 (ours)' : name,
  graph: `${name}/graph.onnx`,
  weights: `${name}/weights.bin`,
}));

const {
  values: { keep },
  positionals: [realLayers],
} = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'string' }, tiny: { type: 'boolean' } },
});
const folder = keep ?? (await mkdtemp(join(tmpdir(), 'attention-lens-bench-')));
try {
  if (!existsSync(join(folder, 'row8'))) await writeLayouts();
  console.table(await measure(LAYOUTS));
  if (realLayers !== undefined) console.table(await fidelity(realLayers));
} finally {
  if (keep === undefined) await rm(folder, { recursive: true, force: true });
}

async function writeLayouts(): Promise<void> {
  const checkpoint = join(folder, 'checkpoint');
  await writeSyntheticCheckpoint(checkpoint, SHAPE);
  for (const name of BASELINES) await writeBaseline(name, checkpoint, join(folder, name));
  await writeOurs(checkpoint, join(folder, 'row8'));
  await rm(checkpoint, { recursive: true });
}

async function measure(layouts: readonly Layout[]): Promise<Record<string, string>[]> {
  const server = await serveWorkers('worker.js', folder);
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser);
    await page.goto(`${server.url}bench.html`);
    const created: number[] = [];
    for (const [index, { name, graph, weights }] of layouts.entries()) {
      created.push(
        await askWorker(page, index, 'open', {
          ortUrl: `${server.url}npm/onnxruntime-web@${ORT_VERSION}/dist/ort.wasm.bundle.min.mjs`,
          graph: `${server.url}files/${graph}`,
          weights: `${server.url}files/${weights}`,
          fetched: name === 'rival' ? 'all' : 'shown',
        }),
      );
    }
    const times = new Map<number, number[][]>();
    const { layers, heads, vocab } = SHAPE;
    for (const length of LENGTHS) {
      const perLayout: number[][] = layouts.map(() => []);
      // The first round warms up.
      for (let round = 0; round <= ROUNDS; round++) {
        for (const index of layouts.keys()) {
          const time = await askWorker(page, index, 'run', { length, layers, heads, vocab });
          if (round > 0) perLayout[index]?.push(time);
        }
      }
      times.set(length, perLayout);
    }
    const table: Record<string, string>[] = [];
    for (const [index, layout] of layouts.entries()) {
      const sizes = await Promise.all(
        [layout.graph, layout.weights].map((file) => stat(join(folder, file))),
      );
      const ratio = (length: number, to: string) => {
        const base = layouts.findIndex(({ name }) => name === to);
        const [own = [], other = []] = [times.get(length)?.[index], times.get(length)?.[base]];
        return median(own.map((time, round) => time / (other[round] ?? time))).toFixed(2);
      };
      table.push({
        layout: layout.name,
        MB: (sizes.reduce((total, { size }) => total + size, 0) / 1e6).toFixed(0),
        'session, s': ((created[index] ?? 0) / 1e3).toFixed(1),
        'heap, MB': (await askWorker(page, index, 'heap', {})).toFixed(0),
        ...Object.fromEntries(LENGTHS.map((T) => [`T=${T}, of fp32`, ratio(T, 'fp32')])),
        ...Object.fromEntries(LENGTHS.map((T) => [`T=${T}, of rival`, ratio(T, 'rival')])),
      });
    }
    return table;
  } finally {
    await browser.close();
    await server.close();
  }
}

async function fidelity(path: string): Promise<Record<string, string>[]> {
  const names = (await readdir(path)).filter((name) => /layer-\d+$/.test(name)).sort();
  const table: Record<string, string>[] = [];
  for (const layout of ['row8 (ours)', ...BASELINES] as const) {
    const layers = [];
    for (const name of names) {
      const layer = join(path, name);
      const { ids, attention } = await readExpected(layer);
      const target = join(folder, `${name}-${layout}`);
      const found =
        layout === 'row8 (ours)'
          ? await convert(layer, target, OPTIONS).then(() => runLayer(target, ids, 'wasm'))
          : await writeBaseline(layout, layer, target).then(() => runBaseline(target, ids));
      layers.push(compareAttention(found, attention, ids.length));
    }
    const mean = layers.reduce((total, one) => total + one.meanTotalVariation, 0) / layers.length;
    const rows = layers.reduce((total, one) => total + one.rows, 0);
    const flips = layers.reduce((total, one) => total + one.topKeyFlips, 0);
    table.push({
      layout,
      layers: String(layers.length),
      'max error': Math.max(...layers.map(({ maxError }) => maxError)).toFixed(4),
      'mean total variation': mean.toFixed(4),
      flips: `${flips} of ${rows}`,
    });
  }
  return table;
}

async function runBaseline(target: string, ids: readonly number[]): Promise<Float32Array> {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(await readFile(join(target, 'graph.onnx')), {
    externalData: [{ path: 'weights.bin', data: await readFile(join(target, 'weights.bin')) }],
  });
  const results = await session.run(
    {
      input_ids: new ort.Tensor('int32', Int32Array.from(ids), [1, ids.length]),
      head_mask: new ort.Tensor('float32', new Float32Array(12).fill(1), [1, 12]),
    },
    ['attention.0'],
  );
  await session.release();
  return results['attention.0']?.data as Float32Array;
}
