// The names of the tensors that a layer reads.

import type { ModelArchitecture } from '../runtime/packs/manifest.js';
import { tensorShapes } from './tensor-shapes.js';

export function layerTensors(architecture: ModelArchitecture, layer: number): string[] {
  const prefix = `h.${layer}.`;
  return [...tensorShapes({ ...architecture, layers: layer + 1 })]
    .map(([name]) => name)
    .filter((name) => name.startsWith(prefix));
}
