// A real layer of GPT-2 small as a checkpoint folder (see tests/fixtures/gpt2-layer-08): what it gives and what it should.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoadedPack, loadPack, openPack } from '../../verify/run-pack.js';
import { convert } from '../convert.js';

/** What was recorded. */
export interface ExpectedLayer {
  readonly ids: readonly number[];
  /** [H,T,T], flat. */
  readonly attention: readonly number[];
}

export async function readExpected(folder: string): Promise<ExpectedLayer> {
  const file: { input_ids: number[]; attention: number[][][] } = JSON.parse(
    await readFile(join(folder, 'expected.json'), 'utf8'),
  );
  return { ids: file.input_ids, attention: file.attention.flat().flat() };
}

/** Converts the layer to `packFolder` and runs one of the pack's graphs on WASM: attention [H,T,T]. */
export async function runLayer(
  folder: string,
  packFolder: string,
  ids: readonly number[],
  graph: keyof LoadedPack['graphs'],
): Promise<Float32Array> {
  await convert(folder, packFolder, { id: 'layer', name: 'layer', source: 'GPT-2 small' });
  const session = await openPack(await loadPack(packFolder), graph);
  const { attention } = await session.run(ids);
  await session.release();
  const [layer] = attention;
  if (!layer) throw new Error(`${folder} has no layer.`);
  return layer;
}
