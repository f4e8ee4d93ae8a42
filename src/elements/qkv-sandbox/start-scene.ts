// The scene a page asks for: a whole one, or the start with other names, another count, scale or mask.

import { parseScene, readScene, SceneError, type SceneFile } from './read-scene.js';
import {
  clampScale,
  MAX_TOKENS,
  MIN_TOKENS,
  makeScene,
  rename,
  rightScale,
  type Scene,
  setCount,
} from './scene.js';

export interface SceneWishes {
  /** A scene, its JSON, or nothing. */
  readonly scene: SceneFile | string | null;
  /** The text of a script child. */
  readonly inline: string | null;
  /** A count, or names with spaces between them. */
  readonly tokens: string | null;
  readonly scale: number | null;
  readonly causal: boolean;
}

/** @throws {SceneError} when the scene or the tokens are not valid. */
export function startScene({ scene, inline, tokens, scale, causal }: SceneWishes): Scene {
  let start: Scene;
  if (typeof scene === 'string') start = parseScene(scene);
  else if (scene) start = readScene(scene);
  else start = inline === null ? makeScene() : parseScene(inline);
  if (tokens?.trim()) start = withTokens(start, tokens.trim());
  if (scale !== null)
    start = { ...start, scale: clampScale(start, scale > 0 ? scale : rightScale(start)) };
  return { ...start, causal: causal || start.causal, preset: 'start' };
}

function withTokens(scene: Scene, tokens: string): Scene {
  const names = /^\d+$/.test(tokens) ? [] : tokens.split(/\s+/);
  const count = names.length || Number(tokens);
  if (count < MIN_TOKENS || count > MAX_TOKENS) {
    throw new SceneError('tokens', `must be ${MIN_TOKENS} to ${MAX_TOKENS}, but are ${count}.`);
  }
  return names.reduce((named, name, index) => rename(named, index, name), setCount(scene, count));
}
