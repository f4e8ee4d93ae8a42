// The scene a page asks for, read and checked: a whole one, or the start with other names, another count, scale or mask. Loaded
// where a page asks for one.

import {
  clampScale,
  cleanName,
  MAX_TOKENS,
  MIN_TOKENS,
  makeScene,
  type Point,
  rename,
  rightScale,
  type Scene,
  type SceneToken,
  setCount,
} from './scene.js';
import type { SceneFile } from './scene-file.js';

/** Thrown when a scene is not one. `field` names the place, as in `tokens[1].key`. */
export class SceneError extends Error {
  readonly code = 'scene';
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`The scene's ${field} ${problem}`);
    this.name = 'SceneError';
    this.field = field;
  }
}

/** No coordinate is larger: beyond it, sums of products lose what a reader could see. */
const LARGEST = 1e6;
const SMALLEST_SCALE = 1e-3;
const MOST_OTHERS = 4096;

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

/** @throws {SceneError} when the text is no JSON or the scene not valid. */
export function parseScene(text: string): Scene {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SceneError('text', 'is not JSON. Write it as {"query": [1, 0.5], "tokens": […]}.');
  }
  return readScene(value);
}

/** @throws {SceneError} when the scene is not valid. */
export function readScene(value: unknown): Scene {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SceneError('content', 'must be an object with `query` and `tokens`.');
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const query = readPoint(fields.query, 'query');
  const tokens = readTokens(fields.tokens, 'tokens', MIN_TOKENS, MAX_TOKENS);
  const others = readTokens(fields.others ?? [], 'others', 0, MOST_OTHERS);
  const withValue = [...tokens, ...others].filter((token) => token.value !== null).length;
  if (withValue > 0 && withValue < tokens.length + others.length) {
    throw new SceneError('tokens', 'must all have a `value`, or none of them.');
  }
  const dimension = readNumber(fields.dimension ?? 2, 'dimension', 1, LARGEST);
  const scene = makeScene({
    query,
    tokens,
    others,
    dimension,
    scale: readNumber(fields.scale ?? Math.sqrt(dimension), 'scale', SMALLEST_SCALE, LARGEST),
    causal: fields.causal === true,
    position: Math.trunc(readNumber(fields.position ?? 1, 'position', 0, tokens.length - 1)),
  });
  return { ...scene, scale: clampScale(scene, scene.scale) };
}

function readTokens(value: unknown, field: string, min: number, max: number): SceneToken[] {
  if (!Array.isArray(value) || value.length < min || value.length > max) {
    const found = Array.isArray(value) ? `has ${value.length}` : 'is no list';
    throw new SceneError(field, `must be a list of ${min} to ${max} tokens, but ${found}.`);
  }
  return value.map((entry: unknown, index) => {
    const at = `${field}[${index}]`;
    if (typeof entry !== 'object' || entry === null) {
      throw new SceneError(at, 'must be an object with a `key`.');
    }
    const { name = '', key, value: own } = entry as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string') throw new SceneError(`${at}.name`, 'must be a text.');
    return {
      name: cleanName(name),
      key: readPoint(key, `${at}.key`),
      value: own === undefined || own === null ? null : readPoint(own, `${at}.value`),
    };
  });
}

function readPoint(value: unknown, field: string): Point {
  if (!Array.isArray(value) || value.length !== 2) {
    throw new SceneError(field, 'must be two numbers, as in [1, 0.5].');
  }
  return [
    readNumber(value[0], `${field}[0]`, -LARGEST, LARGEST),
    readNumber(value[1], `${field}[1]`, -LARGEST, LARGEST),
  ];
}

function readNumber(value: unknown, field: string, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw new SceneError(field, `must be a number from ${min} to ${max}.`);
  }
  return value;
}
