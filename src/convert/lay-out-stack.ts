// A whole pack, part by part, in the order in which packs are read.

import type { ModelArchitecture } from '../runtime/packs/manifest.js';
import { rowRanges } from './checkpoint.js';
import type { PackBuilder } from './pack-builder.js';
import type { StackConversion } from './stack-conversion.js';

/** @throws what reading the checkpoint and storing files throws. */
export async function layOutStack(
  conversion: StackConversion,
  { vocab, layers }: ModelArchitecture,
  pack: PackBuilder,
  beforeLayer?: (layer: number) => void,
): Promise<void> {
  for (const range of rowRanges(vocab)) await conversion.readRows(range);
  await pack.write('embedding', (sink) => conversion.layOutEmbedding(sink));
  await pack.write('positions', (sink) => conversion.layOutPositions(sink));
  for (let layer = 0; layer < layers; layer++) {
    beforeLayer?.(layer);
    await pack.write(layer, (sink) => conversion.layOutLayer(layer, sink));
  }
  await pack.writeGraphs('block', conversion.blockGraphs());
  const graphs = await pack.write('output', (sink) => conversion.layOutOutput(sink));
  await pack.writeGraphs('output', graphs);
}
