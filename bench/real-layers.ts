// What a pack does to the attention of real GPT-2 layers, through the engine in Chromium, on WASM and on WebGPU.
//
//   npm run bench:layers -- <folder>
//
// The folder holds one-layer checkpoints with an expected.json each, as tests/fixtures/gpt2-layer-08 is one. Such a layer is
// calibrated on the very inputs that it is tried on. So each is converted once more, calibrated on the first three tokens
// alone, and its graphs run in Node: that is what inputs cost that calibration has not seen. And each is taken from a hub, where the
// page converts it itself, rounded to the nearest. Exits with an error where
// attention is further off than LIMITS allow.

import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { serve } from '../scripts/serve.js';
import { convert } from '../src/cli/convert/convert.js';
import {
  type AttentionDifference,
  compareAttention,
} from '../src/convert/fidelity/compare-attention.js';
import { readExpected, runLayer } from '../src/convert/testing/real-layer.js';
import type {} from '../src/elements/attn-model/attn-model.js';
import { launchBrowser, openPage } from '../tests/browser.js';
import { filesIn } from '../tests/hub-site.js';
import { StrictHub } from '../tests/strict-hub.js';

const DEVICES = ['wasm', 'webgpu'] as const;
const OPTIONS = { id: 'layer', name: 'layer', source: 'GPT-2 small' };
const FEW_TOKENS = [[0, 1, 2]];

/** Of each column of all layers together: of a weight, of rows on average, and the share of rows with another strongest key. */
const LIMITS = { maxError: 0.04, meanTotalVariation: 0.0045, flips: 0.002 };

const [folder] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (folder === undefined) {
  console.error('Give the folder that holds the layers: npm run bench:layers -- <folder>');
  process.exit(2);
}

const packs = await mkdtemp(join(tmpdir(), 'attention-lens-'));
const server = await serve({
  // The page asks a hub.
  contentSecurityPolicy: null,
  first: ({ url = '' }, response) => {
    if (url === '/bench.html') {
      response.setHeader('Content-Type', 'text/html');
      const script = '/npm/attention-lens/dist/cdn/attn-model.js';
      response.end(`<!doctype html><script type="module" src="${script}"></script>`);
    } else if (url.startsWith('/packs/')) {
      createReadStream(join(packs, url.slice('/packs/'.length))).pipe(response);
    } else return false;
    return true;
  },
});
const hub = await StrictHub.start();
const browser = await launchBrowser([
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  ...hub.browserArguments,
]);
try {
  const { page } = await openPage(browser);
  const table: Record<string, string>[] = [];
  const found = new Map<string, AttentionDifference[]>();
  const names = (await readdir(folder)).filter((name) => /layer-\d+$/.test(name)).sort();
  for (const name of names) {
    const layer = join(folder, name);
    const { ids, attention } = await readExpected(layer);
    await convert(layer, join(packs, name), OPTIONS);
    await convert(layer, join(packs, `${name}-few`), { ...OPTIONS, calibration: FEW_TOKENS });
    const row = (where: string, weights: ArrayLike<number>) => {
      const difference = compareAttention(weights, attention, ids.length);
      found.set(where, [...(found.get(where) ?? []), difference]);
      table.push({ layer: name, where, ...inWords(difference) });
    };
    for (const device of DEVICES) {
      await page.goto(`${server.url}bench.html`);
      row(`engine, ${device}`, await runInPage(page, `${server.url}packs/${name}/`, device, ids));
    }
    hub.repositories.set(
      `layers/${name}`,
      await filesIn(layer, ['config.json', 'model.safetensors']),
    );
    for (const device of DEVICES) {
      await page.goto(`${server.url}bench.html`);
      row(`from a hub, ${device}`, await runInPage(page, `hf:layers/${name}`, device, ids));
    }
    for (const graph of DEVICES) {
      row(`other inputs, ${graph}`, await runLayer(join(packs, `${name}-few`), ids, graph));
    }
  }
  console.table(table);
  for (const [where, layers] of found) {
    if (isWithinLimits(layers)) continue;
    console.error(`${where}: beyond the limits.`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  await server.close();
  await hub.close();
  await rm(packs, { recursive: true, force: true });
}

function isWithinLimits(layers: readonly AttentionDifference[]): boolean {
  const sum = (of: (layer: AttentionDifference) => number) =>
    layers.reduce((total, layer) => total + of(layer), 0);
  const rows = sum((layer) => layer.rows);
  return (
    Math.max(...layers.map(({ maxError }) => maxError)) <= LIMITS.maxError &&
    sum((layer) => layer.meanTotalVariation * layer.rows) / rows <= LIMITS.meanTotalVariation &&
    sum((layer) => layer.topKeyFlips) / rows <= LIMITS.flips
  );
}

/** Attention [H,T,T] of a one-layer pack, from the engine of the page. */
function runInPage(
  page: Page,
  url: string,
  device: (typeof DEVICES)[number],
  ids: readonly number[],
): Promise<number[]> {
  return page.evaluate(
    async ([url, device, ids]) => {
      await customElements.whenDefined('attn-model');
      const model = document.createElement('attn-model');
      Object.assign(model, { src: url, device });
      document.body.append(model);
      await model.updateComplete;
      const trace = await model.engine?.acquire().run({ ids });
      if (!trace) throw new Error('The page has no engine.');
      if (trace.plan.device !== device) throw new Error(`It ran on ${trace.plan.device}.`);
      return Array.from({ length: trace.model.heads }, (_, head) =>
        Array.from(trace.attention(0, head)),
      ).flat();
    },
    [url, device, ids] as const,
  );
}

function inWords(difference: AttentionDifference): Record<string, string> {
  return {
    'max error': difference.maxError.toFixed(4),
    'mean total variation': difference.meanTotalVariation.toFixed(4),
    flips: `${difference.topKeyFlips} of ${difference.rows}`,
  };
}
