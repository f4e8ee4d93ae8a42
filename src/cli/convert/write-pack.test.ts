import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fileHashes } from './testing/file-hashes.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { type PackContent, writePack } from './write-pack.js';

const MIB = 2 ** 20;

function content(weightSizes: readonly number[]): PackContent {
  return {
    about: {
      id: 'test',
      name: 'test',
      tokenizer: 'none',
      architecture: {
        ...{ layers: 1, heads: 1, dModel: 1, dInner: 1 },
        ...{ vocab: 1, context: 1, layerNormEpsilon: 1e-5 },
      },
      provenance: { checkpoint: 'none', sha256: '' },
    },
    fill: async (sink) => {
      for (const [piece, size] of weightSizes.entries()) {
        await sink(new Uint8Array(size).fill(piece + 1));
      }
      return { wasm: Uint8Array.of(1), webgpu: Uint8Array.of(2) };
    },
  };
}

test('weights are cut into chunks of at most 18 MiB that join to the whole', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  const { layouts } = await writePack(folder, content([5 * MIB, 0, 33 * MIB, 3]));
  const { weights } = layouts.row8;
  expect(weights.map(({ bytes }) => bytes)).toEqual([18 * MIB, 18 * MIB, 2 * MIB + 3]);
  const chunks = await Promise.all(weights.map(({ path }) => readFile(join(folder, path))));
  const joined = Buffer.concat(chunks);
  const runs = [5 * MIB - 1, 5 * MIB, 38 * MIB - 1, 38 * MIB].map((at) => joined[at]);
  expect(runs).toEqual([1, 3, 3, 4]);
});

test('weights that fill their chunks leave no empty one', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  const { layouts } = await writePack(folder, content([18 * MIB]));
  expect(layouts.row8.weights).toHaveLength(1);
});

test('a second pack replaces the first and leaves other files alone', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  await writePack(folder, content([20 * MIB]));
  await writeFile(join(folder, 'README.md'), 'about');
  await writePack(folder, content([1]));
  expect((await readdir(folder)).sort()).toEqual([
    'README.md',
    'graph.wasm.onnx',
    'graph.webgpu.onnx',
    'manifest.json',
    'weights.00.bin',
  ]);
  expect((await readFile(join(folder, 'weights.00.bin'))).byteLength).toBe(1);
});

test('a folder of other files is refused and left as it is', async () => {
  const parent = await temporaryFolder();
  await writeFile(join(parent, 'thesis.txt'), 'years of work');
  const writing = writePack(parent, content([1]));
  await expect(writing).rejects.toThrow(/holds other files.*new folder/);
  await expect(writing).rejects.toMatchObject({ code: 'output' });
  expect(await readdir(parent)).toEqual(['thesis.txt']);
});

test('what another run has put in its place meanwhile is left as it is', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  const writing = writePack(folder, {
    ...content([]),
    fill: async (sink) => {
      await writePack(`${folder}.other`, content([7]));
      await rename(`${folder}.other`, folder);
      return content([3]).fill(sink);
    },
  });
  await expect(writing).rejects.toMatchObject({ code: 'output' });
  await expect(writing).rejects.toThrow(/Another run may have written it/);
  expect((await readFile(join(folder, 'weights.00.bin'))).byteLength).toBe(7);
  expect(await readdir(dirname(folder))).toEqual(['pack']);
});

test('a failure half way leaves the old pack as it was', async () => {
  const folder = join(await temporaryFolder(), 'pack');
  await writePack(folder, content([3]));
  const before = await fileHashes(folder);
  const writing = writePack(folder, {
    ...content([]),
    fill: async (sink) => {
      await sink(new Uint8Array(19 * MIB));
      throw new Error('the disk is full');
    },
  });
  await expect(writing).rejects.toThrow('the disk is full');
  expect(await fileHashes(folder)).toEqual(before);
  expect(await readdir(dirname(folder))).toEqual(['pack']);
});

test('what runs that were killed left beside a pack is removed, and a pack moved away is put back', async () => {
  const parent = await temporaryFolder();
  const [folder, dead] = [join(parent, 'pack'), deadPid()];
  await writePack(folder, content([1]));
  await writeFile(join(folder, 'README.md'), 'about');
  await rename(folder, join(parent, `.pack.old-${dead}`));
  await mkdir(join(parent, `.pack.partial-${dead}`));
  await writePack(folder, content([2]));
  expect(await readdir(parent)).toEqual(['pack']);
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('about');
});

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

test('nothing but the pack is left in the folder around it', async () => {
  const parent = await temporaryFolder();
  await writePack(join(parent, 'pack'), content([1]));
  await writePack(join(parent, 'pack'), content([1]));
  expect(await readdir(parent)).toEqual(['pack']);
});
