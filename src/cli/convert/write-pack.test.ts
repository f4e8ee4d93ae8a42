import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { WeightsSink } from '../../convert/weights.js';
import type { ModelArchitecture, PackFile } from '../../runtime/packs/manifest.js';
import { packFiles } from '../../runtime/packs/pack-files.js';
import { embeddingPlaces } from '../../runtime/packs/row8.js';
import { fileHashes } from './testing/file-hashes.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { type PackContent, writePack } from './write-pack.js';

const KIB = 2 ** 10;

const ARCHITECTURE: ModelArchitecture = {
  ...{ layers: 2, heads: 1, dModel: 32, dInner: 64 },
  ...{ vocab: 100, context: 4, layerNormEpsilon: 1e-5 },
};

/** @param layer bytes of each layer. */
function content(layer: number, architecture = ARCHITECTURE): PackContent {
  return {
    about: {
      ...{ id: 'test', name: 'test', tokenizer: 'none', architecture },
      provenance: { checkpoint: 'none', sha256: '' },
    },
    fill: async (pack) => {
      const { write } = pack;
      await write('embedding', (sink) => writeRows(sink, architecture));
      await write('positions', (sink) => sink(new Uint8Array(64)));
      for (let index = 0; index < architecture.layers; index++) {
        await write(index, (sink) => sink(new Uint8Array(layer).fill(index + 1)));
      }
      await write('output', (sink) => sink(new Uint8Array(8)));
      await pack.writeGraphs('block', { wasm: Uint8Array.of(1), webgpu: Uint8Array.of(3) });
      await pack.writeGraphs('output', { wasm: Uint8Array.of(2), webgpu: Uint8Array.of(4) });
    },
  };
}

/** Scales of 255, then rows of their own number, some at a time. */
async function writeRows(sink: WeightsSink, architecture: ModelArchitecture): Promise<void> {
  const { rows, stride } = embeddingPlaces(architecture);
  await sink(new Uint8Array(rows).fill(255));
  for (let begin = 0; begin < architecture.vocab; begin += 4096) {
    const some = Math.min(4096, architecture.vocab - begin);
    const bytes = Uint8Array.from({ length: some * stride }, (_, at) => begin + at / stride);
    await sink(bytes, stride);
  }
}

async function joined(folder: string, files: readonly PackFile[]): Promise<Buffer> {
  return Buffer.concat(await Promise.all(files.map(({ path }) => readFile(join(folder, path)))));
}

const named = (files: readonly PackFile[]) => files.map(({ path, bytes }) => `${path} ${bytes}`);

test('a layer larger than a file may be has several, and none spans two layers', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  const { layouts } = await writePack(folder, content(5 * KIB), 2 * KIB);
  const [first = [], second = []] = layouts.row8.layers;
  expect(named(first)).toEqual([
    'layer.00.0.bin 2048',
    'layer.00.1.bin 2048',
    'layer.00.2.bin 1024',
  ]);
  expect(named(second)).toEqual([
    'layer.01.0.bin 2048',
    'layer.01.1.bin 2048',
    'layer.01.2.bin 1024',
  ]);
  expect(new Set(await joined(folder, second))).toEqual(new Set([2]));
});

test('a layer that fills its file leaves no empty one', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  const { layouts } = await writePack(folder, content(2 * KIB), 2 * KIB);
  expect(layouts.row8.layers.map(named)).toEqual([['layer.00.bin 2048'], ['layer.01.bin 2048']]);
});

test('no row of the embedding lies in two files, and joined they are the whole', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  const { layouts } = await writePack(folder, content(8), 1000);
  const { rows, stride, bytes } = embeddingPlaces(ARCHITECTURE);
  let end = 0;
  for (const file of layouts.row8.embedding) {
    expect(file.bytes).toBeLessThanOrEqual(1000);
    end += file.bytes;
    expect((end - rows) % stride).toBe(0);
  }
  const whole = await joined(folder, layouts.row8.embedding);
  expect(whole.length).toBe(bytes);
  expect(whole.subarray(0, rows).every((byte) => byte === 255)).toBe(true);
  expect([0, 17, 99].map((row) => whole[rows + row * stride])).toEqual([0, 17, 99]);
});

test('the first file of a larger vocabulary ends with row 8,191', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  const large = { ...ARCHITECTURE, vocab: 20_000 };
  const { layouts } = await writePack(folder, content(8, large));
  const { rows, stride } = embeddingPlaces(large);
  expect(named(layouts.row8.embedding)).toEqual([
    `embedding.00.bin ${rows + 8192 * stride}`,
    `embedding.01.bin ${(20_000 - 8192) * stride}`,
  ]);
});

test('a second pack replaces the first and leaves other files alone', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  await writePack(folder, content(9), 4);
  await writeFile(join(folder, 'README.md'), 'about');
  await writePack(folder, content(1));
  expect((await readdir(folder)).sort()).toEqual([
    'README.md',
    'block.wasm.onnx',
    'block.webgpu.onnx',
    'embedding.00.bin',
    'layer.00.bin',
    'layer.01.bin',
    'manifest.json',
    'output.00.bin',
    'output.wasm.onnx',
    'output.webgpu.onnx',
    'positions.bin',
  ]);
  expect((await readFile(join(folder, 'layer.00.bin'))).byteLength).toBe(1);
});

test('a pack of an older format is replaced too', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  await mkdir(folder);
  const file = (path: string) => ({ path, bytes: 1, sha256: '' });
  const graphs = { wasm: file('graph.wasm.onnx'), webgpu: file('graph.webgpu.onnx') };
  const row8 = { graphs, weights: [file('weights.00.bin'), file('weights.01.bin')] };
  const manifest = { format: 'attention-model@1', layouts: { row8 } };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  for (const { path } of [graphs.wasm, graphs.webgpu, ...row8.weights]) {
    await writeFile(join(folder, path), '1');
  }
  await writeFile(join(folder, 'README.md'), 'about');
  const written = await writePack(folder, content(1));
  expect((await readdir(folder)).sort()).toEqual(
    ['README.md', 'manifest.json', ...packFiles(written).map(({ path }) => path)].sort(),
  );
});

test('a folder of other files is refused and left as it is', async () => {
  const parent = await temporaryFolder();
  await writeFile(join(parent, 'thesis.txt'), 'years of work');
  const writing = writePack(parent, content(1));
  await expect(writing).rejects.toThrow(/holds other files.*new folder/);
  await expect(writing).rejects.toMatchObject({ code: 'output' });
  expect(await readdir(parent)).toEqual(['thesis.txt']);
});

test('what another run has put in its place meanwhile is left as it is', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  const writing = writePack(folder, {
    ...content(1),
    fill: async (pack) => {
      await writePack(`${folder}.other`, content(7));
      await rename(`${folder}.other`, folder);
      return content(3).fill(pack);
    },
  });
  await expect(writing).rejects.toMatchObject({ code: 'output' });
  await expect(writing).rejects.toThrow(/Another run may have written it/);
  expect((await readFile(join(folder, 'layer.00.bin'))).byteLength).toBe(7);
  expect(await readdir(dirname(folder))).toEqual(['pack']);
});

test('a failure half way leaves the old pack as it was', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  await writePack(folder, content(3));
  const before = await fileHashes(folder);
  const writing = writePack(
    folder,
    {
      ...content(1),
      fill: (pack) =>
        pack.write('embedding', async (sink) => {
          await sink(new Uint8Array(19 * KIB));
          throw new Error('the disk is full');
        }),
    },
    KIB,
  );
  await expect(writing).rejects.toThrow('the disk is full');
  expect(await fileHashes(folder)).toEqual(before);
  expect(await readdir(dirname(folder))).toEqual(['pack']);
});

test('what runs that were killed left beside a pack is removed, and a pack moved away is put back', async () => {
  const parent = await temporaryFolder();
  const [folder, dead] = [join(parent, 'pack'), deadPid()];
  await writePack(folder, content(1));
  await writeFile(join(folder, 'README.md'), 'about');
  await rename(folder, join(parent, `.pack.old-${dead}`));
  await mkdir(join(parent, `.pack.partial-${dead}`));
  await writePack(folder, content(2));
  expect(await readdir(parent)).toEqual(['pack']);
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('about');
});

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

test('nothing but the pack is left in the folder around it', async () => {
  const parent = await temporaryFolder();
  await writePack(join(parent, 'pack'), content(1));
  await writePack(join(parent, 'pack'), content(1));
  expect(await readdir(parent)).toEqual(['pack']);
});
