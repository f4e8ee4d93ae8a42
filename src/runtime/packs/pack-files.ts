// The files of a pack, as lists.

import type { ModelManifest, PackFile, StackFiles } from './manifest.js';

/** In the order in which a load reads them where no token is rare. */
export function inReadingOrder<File>({
  graphs,
  embedding: [firstRows, ...otherRows],
  positions,
  layers,
  output,
}: StackFiles<File>): File[] {
  return [
    graphs.block,
    ...(firstRows ? [firstRows] : []),
    positions,
    ...layers.flat(),
    ...otherRows,
    ...output,
    graphs.output,
  ];
}

/** Everything that a load on one device reads, in this order; the tokenizer's file beside the first. */
export function loadedFiles(
  { layouts: { row8 }, tokenizerFile }: ModelManifest,
  device: 'wasm' | 'webgpu',
): PackFile[] {
  const ofStack = inReadingOrder({ ...row8, graphs: row8.graphs[device] });
  return tokenizerFile ? [tokenizerFile, ...ofStack] : ofStack;
}

/** Every file that a manifest names, once. */
export function packFiles(manifest: ModelManifest): PackFile[] {
  const { block, output } = manifest.layouts.row8.graphs.webgpu;
  return [...loadedFiles(manifest, 'wasm'), block, output];
}

export function sumOfBytes(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
