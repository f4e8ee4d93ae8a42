// A scene as an author writes it.

import type { Point, Scene, SceneToken } from './scene.js';

/** A scene as JSON. Only `query` and `tokens` must be there. */
export interface SceneFile {
  readonly query: Point;
  /** 2 to 6; either all have a value or none has. */
  readonly tokens: readonly SceneFileToken[];
  /** Further keys that count in the sum, drawn quietly and not movable. */
  readonly others?: readonly SceneFileToken[];
  /** What q.k is divided by; sqrt(dimension) unless given. Held to the range of the dial. */
  readonly scale?: number;
  /** 2 unless given. */
  readonly dimension?: number;
  readonly causal?: boolean;
  /** Which token looks, from 0: with `causal`, later ones are masked. */
  readonly position?: number;
}

export interface SceneFileToken {
  readonly name?: string;
  readonly key: Point;
  readonly value?: Point;
}

/** Thrown when a scene is not one. `field` names the place, as in `tokens[1].key`. */
export class SceneError extends Error {
  readonly code = 'scene';
  readonly field: string;

  override get name(): string {
    return 'SceneError';
  }

  constructor(field: string, problem: string) {
    super(`The scene's ${field} ${problem}`);
    this.field = field;
  }
}

/** The scene as JSON that `readScene` takes. */
export function writeScene(scene: Scene): SceneFile {
  const token = ({ name, key, value }: SceneToken): SceneFileToken => ({
    ...(name && { name }),
    key,
    ...(value && { value }),
  });
  return {
    query: scene.query,
    tokens: scene.tokens.map(token),
    ...(scene.others.length > 0 && { others: scene.others.map(token) }),
    scale: scene.scale,
    dimension: scene.dimension,
    causal: scene.causal,
    position: scene.position,
  };
}
