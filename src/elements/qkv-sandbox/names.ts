// What the objects of a scene are called, on screen and in speech.

import { words } from './qkv-sandbox.terms.js';
import type { HandleId, SceneToken } from './scene.js';

/** Keeps a name in its own direction within a line: it may be in a script that runs the other way. */
const isolate = (name: string) => `\u2068${name}\u2069`;

/** "k2", or the token's name. */
export function keyName(token: SceneToken | undefined, index: number): string {
  return token?.name ? isolate(token.name) : `k${index + 1}`;
}

/** "v2", or "v(dog)". */
export function valueName(token: SceneToken | undefined, index: number): string {
  return token?.name ? `v(${isolate(token.name)})` : `v${index + 1}`;
}

/** "query q", "key k2", "value of dog". */
export function spokenName(id: HandleId, tokens: readonly SceneToken[]): string {
  if (id === 'q') return words.queryName;
  const name = tokens[Number(id.slice(1)) - 1]?.name;
  if (id.startsWith('k')) return name ? words.keyOf(name) : words.keyNamed(id);
  return name ? words.valueOf(name) : words.valueNamed(id);
}
