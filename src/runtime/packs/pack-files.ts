// The files of a pack, as lists.

import type { ModelManifest, PackFile, StackGraphs } from './manifest.js';

/** Everything that a load on one device reads, in this order where no token is rare. */
export function loadedFiles(
  { layouts: { row8 } }: ModelManifest,
  device: 'wasm' | 'webgpu',
): PackFile[] {
  const graphs: StackGraphs = row8.graphs[device];
  const [firstRows, ...otherRows] = row8.embedding;
  return [
    graphs.block,
    ...(firstRows ? [firstRows] : []),
    row8.positions,
    ...row8.layers.flat(),
    ...otherRows,
    ...row8.output,
    graphs.output,
  ];
}

/** Every file that a manifest names, once. */
export function packFiles(manifest: ModelManifest): PackFile[] {
  const { block, output } = manifest.layouts.row8.graphs.webgpu;
  return [...loadedFiles(manifest, 'wasm'), block, output];
}

export function sumOfBytes(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
