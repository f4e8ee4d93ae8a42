// A scene as an author writes it, read and checked. Loaded where a page has one.

import {
  clampScale,
  cleanName,
  MAX_TOKENS,
  MIN_TOKENS,
  makeScene,
  type Point,
  type Scene,
  type SceneToken,
} from './scene.js';
import { SceneError, type SceneFile } from './scene-file.js';

/** No coordinate is larger: beyond it, sums of products lose what a reader could see. */
const LARGEST = 1e6;
const SMALLEST_SCALE = 1e-3;
const MOST_OTHERS = 4096;

/**
 * @param scene an object, or its JSON.
 * @throws {SceneError} when the text is no JSON or the scene not valid.
 */
export function readGiven(scene: SceneFile | string): Scene {
  return typeof scene === 'string' ? parseScene(scene) : readScene(scene);
}

function parseScene(text: string): Scene {
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
    causal: readSwitch(fields.causal ?? false, 'causal'),
    position: Math.trunc(readNumber(fields.position ?? 1, 'position', 0, tokens.length - 1)),
  });
  return { ...scene, scale: clampScale(scene, scene.scale) };
}

function readTokens(value: unknown, field: string, min: number, max: number): SceneToken[] {
  if (!Array.isArray(value) || value.length < min || value.length > max) {
    const found = Array.isArray(value) ? `has ${value.length}` : 'is no list';
    throw new SceneError(field, `must be a list of ${min} to ${max} tokens, but ${found}.`);
  }
  return [...value].map((entry: unknown, index) => {
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

function readSwitch(value: unknown, field: string): boolean {
  if (typeof value !== 'boolean') throw new SceneError(field, 'must be true or false.');
  return value;
}

function readNumber(value: unknown, field: string, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw new SceneError(field, `must be a number from ${min} to ${max}.`);
  }
  return value;
}
