// The scene a page begins with: its own or the usual one, with other names, another count, scale or mask.

import {
  clampScale,
  MAX_TOKENS,
  MIN_TOKENS,
  rename,
  rightScale,
  type Scene,
  setCount,
} from './scene.js';
import { SceneError } from './scene-file.js';

export interface SceneWishes {
  /** A count, or names with spaces between them. */
  readonly tokens: string | null;
  readonly scale: number | null;
  readonly causal: boolean;
}

/** @throws {SceneError} when the tokens are not valid. */
export function startScene(from: Scene, { tokens, scale, causal }: SceneWishes): Scene {
  let start = from;
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
