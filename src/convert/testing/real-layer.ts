// A real layer of GPT-2 small (see tests/fixtures/gpt2-layer-08): what its pack gives and what it should.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoadedPack, loadPack, openPack } from '../../cli/verify/run-pack.js';

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

/** Runs one of the graphs of a layer's pack on WASM: attention [H,T,T]. */
export async function runLayer(
  packFolder: string,
  ids: readonly number[],
  graph: keyof LoadedPack['graphs'],
): Promise<Float32Array> {
  const session = await openPack(await loadPack(packFolder), graph);
  const { attention } = await session.run(ids);
  await session.release();
  const [layer] = attention;
  if (!layer) throw new Error(`${packFolder} has no layer.`);
  return layer;
}
