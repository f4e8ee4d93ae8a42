// What quantisation does to the attention of real GPT-2 layers.
//
//   npm run bench:layers -- <folder>
//
// The folder holds one-layer checkpoints with an expected.json each, as tests/fixtures/gpt2-layer-08 is one. Both graphs
// run on WASM: the WebGPU graph's arithmetic is the same there.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExpected, runLayer } from '../src/cli/convert/testing/real-layer.js';
import { compareAttention } from '../src/cli/verify/compare-attention.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Give the folder that holds the layers: npm run bench:layers -- <folder>');
  process.exit(2);
}

const packs = await mkdtemp(join(tmpdir(), 'attention-lens-'));
try {
  const table: Record<string, string | number>[] = [];
  const names = (await readdir(folder)).filter((name) => /layer-\d+$/.test(name)).sort();
  for (const name of names) {
    const layer = join(folder, name);
    const { ids, attention } = await readExpected(layer);
    for (const graph of ['wasm', 'webgpu'] as const) {
      const found = await runLayer(layer, join(packs, `${name}-${graph}`), ids, graph);
      const difference = compareAttention(found, attention, ids.length);
      table.push({
        layer: name,
        graph,
        'max error': difference.maxError.toFixed(4),
        'mean total variation': difference.meanTotalVariation.toFixed(4),
        'top-key flips': `${difference.topKeyFlips} of ${difference.rows}`,
      });
    }
  }
  console.table(table);
} finally {
  await rm(packs, { recursive: true, force: true });
}
