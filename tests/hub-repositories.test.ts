// What a hub's repository may hold: packs of ours, checkpoints in one file or several, and what is neither.

import { join } from 'node:path';
import type { BrowserContext } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { convert } from '../src/cli/convert/convert.js';
import { temporaryFolder } from '../src/cli/convert/testing/temporary-folder.js';
import { encodeSafetensors } from '../src/convert/testing/encode-safetensors.js';
import {
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
  writeShardedCheckpoint,
} from '../src/convert/testing/random-checkpoint.js';
import { fileOf, syntheticCheckpoint } from '../src/convert/testing/synthetic-checkpoint.js';
import type { Runtime } from '../src/runtime/index.js';
import { packFiles } from '../src/runtime/packs/pack-files.js';
import { eventually } from './eventually.js';
import {
  filesIn,
  HubSite,
  load,
  lookUpAndLoad,
  runButton,
  SMALL,
  textOf,
  untilLive,
} from './hub-site.js';

let site: HubSite;

beforeAll(async () => {
  site = await HubSite.start();
});

afterAll(() => site.close());

beforeEach(() => site.reset());

describe('a repository', () => {
  let context: BrowserContext;

  beforeEach(async () => {
    context = await site.browser.newContext();
    return () => context.close();
  });

  test('a pack of ours in a repository is used as it is', async () => {
    const folder = await temporaryFolder();
    await writeCheckpoint(folder, randomCheckpoint({ ...SMALL, vocab: 50_257 }, 3));
    const pack = join(folder, 'pack');
    const manifest = await convert(folder, pack, { id: 'ours', name: 'ours', source: 'random' });
    const names = ['manifest.json', ...packFiles(manifest).map(({ path }) => path)];
    site.hub.repositories.set('someone/pack', await filesIn(pack, names));
    const page = await site.visit(context, 'hf:someone/pack');
    await runButton(page).click();
    await eventually(() => textOf(page, 'run')).toMatch(/^Run live: ours/);
    await load(page);
    await untilLive(page);
    expect(site.hub.requests.map((request) => request.replace(/ bytes=.*/, ''))).toEqual(
      expect.arrayContaining(['api', ...names.filter((name) => !name.includes('webgpu'))]),
    );
    expect(site.hub.requests.join()).not.toContain('safetensors');
    expect(site.hub.offences).toEqual([]);
  });

  test('a checkpoint in several files, in a folder', async () => {
    const folder = await temporaryFolder();
    const names = ['model-00001.safetensors', 'model-00002.safetensors'];
    const checkpoint = randomCheckpoint({ ...SMALL, vocab: 50_257 }, 4);
    await writeShardedCheckpoint(folder, checkpoint, (name) =>
      name.startsWith('h.1') ? 'model-00001.safetensors' : 'model-00002.safetensors',
    );
    const files = await filesIn(folder, ['config.json', 'model.safetensors.index.json', ...names]);
    site.hub.repositories.set(
      'someone/sharded',
      new Map(Array.from(files, ([path, file]) => [`models/best/${path}`, file])),
    );
    const page = await site.visit(context, 'hf:someone/sharded#models/best');
    await lookUpAndLoad(page);
    await untilLive(page);
    expect(site.hub.offences).toEqual([]);
  });

  test('a NaN in a weight is named, and nothing is shown', async () => {
    const { config, tensors } = randomCheckpoint({ ...SMALL, vocab: 50_257 }, 4);
    tensors.get('h.1.mlp.c_fc.weight')?.values.fill(Number.NaN, 7, 8);
    site.hub.repositories.set(
      'someone/broken',
      new Map([
        ['config.json', fileOf(Buffer.from(JSON.stringify(config)))],
        ['model.safetensors', fileOf(Buffer.from(encodeSafetensors(tensors)))],
      ]),
    );
    const page = await site.visit(context, 'hf:someone/broken');
    await lookUpAndLoad(page);
    await eventually(() => textOf(page, 'problem')).toContain(
      '"h.1.mlp.c_fc.weight" holds NaN at index 7',
    );
  });

  test('a model of another kind is refused for the sake of its config', async () => {
    site.hub.repositories.set(
      'someone/bert',
      new Map([
        ['config.json', fileOf(Buffer.from('{"model_type":"bert"}'))],
        ['model.safetensors', fileOf(Buffer.alloc(64))],
      ]),
    );
    const page = await site.visit(context, 'hf:someone/bert');
    await runButton(page).click();
    await eventually(() => textOf(page, 'problem')).toContain('"bert"');
  });

  test('a file that is not the one that was looked up is refused', async () => {
    site.hub.repositories.set('someone/small', syntheticCheckpoint(SMALL));
    const page = await site.visit(context, 'hf:someone/small');
    await runButton(page).click();
    await eventually(() => textOf(page, 'run')).toMatch(/from Hugging Face/);
    site.hub.repositories.set('someone/small', syntheticCheckpoint({ ...SMALL, dInner: 128 }));
    await load(page);
    await eventually(() => textOf(page, 'problem')).toMatch(
      /not the model that was looked up|cannot be run|bytes instead of/,
    );
  });
});

test('the page makes the pack that the command makes, byte for byte', async () => {
  const folder = await temporaryFolder();
  for (const [seed, shape] of [
    { ...SMALL, vocab: 50_257 },
    { ...ONE_HEAD, layers: 2, heads: 3, dModel: 51, dInner: 33, vocab: 8200 },
  ].entries()) {
    const source = join(folder, `checkpoint-${seed}`);
    await writeCheckpoint(source, randomCheckpoint(shape, seed + 5));
    const options = { id: 'x', name: 'x', source: 'random', rounding: 'nearest' } as const;
    const manifest = await convert(source, join(folder, `pack-${seed}`), options);
    const repository = `someone/model-${seed}`;
    site.hub.repositories.set(
      repository,
      await filesIn(source, ['config.json', 'model.safetensors']),
    );
    const context = await site.browser.newContext();
    const page = await site.visit(context, `hf:${repository}`);
    await page.evaluate(async () => {
      const lens = document.querySelector('attn-lens') as unknown as { model: string };
      const runtime = Object.getOwnPropertySymbols(globalThis)
        .map((key) => (globalThis as unknown as Record<symbol, unknown>)[key])
        .find((value): value is Runtime => typeof value === 'object' && 'engine' in (value ?? {}));
      await runtime
        ?.engine(lens.model)
        .acquire()
        .run({ ids: [1, 2, 3] });
    });
    const made = await page.evaluate(async () => {
      const [name = ''] = await caches.keys();
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        if (!decodeURIComponent(request.url).includes('made in way')) continue;
        const kept = (await cache.match(request)) as Response;
        const { stored } = await kept.json();
        const graphs = Object.values<object>(stored.graphs).flatMap((graphs) =>
          Object.values(graphs),
        );
        return [...Object.values(stored.parts).flat(), ...graphs];
      }
      return [];
    });
    await context.close();
    const byPath = (files: readonly unknown[]) =>
      (files as { path: string }[]).toSorted((a, b) => a.path.localeCompare(b.path));
    expect(byPath(made)).toEqual(byPath(packFiles(manifest)));
  }
});
