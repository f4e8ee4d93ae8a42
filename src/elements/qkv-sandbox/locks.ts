// Which other scenes the reader cannot go to, since they differ in something that the page locks.

import { handlesOf, pointOf, type Scene } from './scene.js';

/** Whether the page keeps the reader from changing one of these. */
export type IsLocked = (...names: readonly string[]) => boolean;

/** Whether `to` differs from `from` in something that the reader cannot change. */
export function changesLocked(from: Scene, to: Scene, isLocked: IsLocked): boolean {
  const differs = (of: (scene: Scene) => unknown) => String(of(from)) !== String(of(to));
  const breaks = (name: string, of: (scene: Scene) => unknown) => isLocked(name) && differs(of);
  return (
    [...handlesOf(from), ...handlesOf(to)].some(
      (id) => isLocked(id, id.charAt(0)) && differs((scene) => pointOf(scene, id)),
    ) ||
    breaks('scale', ({ scale }) => scale) ||
    breaks('tokens', ({ tokens }) => tokens.length) ||
    breaks('names', ({ tokens }) => tokens.map(({ name }) => name)) ||
    breaks('causal', ({ causal, position }) => causal && position)
  );
}
