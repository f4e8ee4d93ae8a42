// The scene: what stands on the plane. Plain data that is never written to: every change makes another scene, which is all
// that undoing needs.

import type { Point } from '../../runtime/attention/index.js';

export type { Point };

export const MIN_TOKENS = 2;
/** Of the slider that shows what the divisor is for. */
export const LARGEST_DIMENSION = 512;
export const MAX_TOKENS = 6;

export const LONGEST_NAME = 24;

/** The dial turns from sqrt(d) / 32 to 32 sqrt(d): from one-hot to the plain average, for any scene near its default. */
export const DIAL_OCTAVES = 5;

/** Coordinates up to here are too small for the usual reach. */
const SMALL = 0.45;
/** Less, and a step of an arrow key would be finer than the two decimals that are written. */
const SMALLEST_REACH = 0.3;

/** A token with its key, and its value where there is one. Its name may be empty: it is then called by its number. */
export interface SceneToken {
  readonly name: string;
  readonly key: Point;
  readonly value: Point | null;
}

/** Where a scene of real numbers is from. */
export interface Origin {
  /** "GPT-2 small". */
  readonly model: string;
  readonly layer: number;
  readonly head: number;
  /** Position of the token that looks, and its name. */
  readonly token: number;
  readonly tokenName: string;
  readonly text: string;
  /** The model's own weights of `tokens`, and of the other keys together. */
  readonly weights: readonly number[];
  readonly otherWeight: number;
  /** The share, 0..1, of the keys' squared length outside the plane, and of the values'. */
  readonly lostKeys: number;
  readonly lostValues: number | null;
  /** The largest difference of a q.k in the plane from the whole one. */
  readonly scoreError: number;
  /** Who computed it, and where that is published. */
  readonly source: string;
  readonly url: string | undefined;
  /** True where it is the recording that an address can name. */
  readonly recorded: boolean;
}

export interface Scene {
  readonly query: Point;
  /** 2 to 6. */
  readonly tokens: readonly SceneToken[];
  /** Keys that count in the sum, but are not for moving. */
  readonly others: readonly SceneToken[];
  /** What q.k is divided by; above 0. */
  readonly scale: number;
  /** The dimension of the vectors: 2, or that of the head they are from. sqrt of it is the right scale. */
  readonly dimension: number;
  /** Keys after `position` are masked. */
  readonly causal: boolean;
  /** Which of `tokens` looks. */
  readonly position: number;
  /** How far from the origin a coordinate of q or a key may be, and one of a value. */
  readonly reach: number;
  readonly valueReach: number;
  /** The preset it is, as long as it is as it was. */
  readonly preset: string | null;
  readonly origin: Origin | null;
  /** A vector was moved since. */
  readonly edited: boolean;
}

/** Names one object that can be moved: `q`, `k1`, `v3`. */
export type HandleId = 'q' | `${'k' | 'v'}${number}`;

/** What a scene starts from: one token after the other is taken as tokens are added. */
export const START_TOKENS: readonly SceneToken[] = [
  { name: '', key: [0.85, 0.28], value: [0.9, -0.7] },
  { name: '', key: [-0.12, 0.6], value: [-0.8, 0.9] },
  { name: '', key: [-0.9, -0.24], value: [-0.5, -1] },
  { name: '', key: [0.4, -0.75], value: [1.1, 0.7] },
  { name: '', key: [-0.7, 0.75], value: [-1.25, -0.2] },
  { name: '', key: [0.3, 1.15], value: [0.35, 1.25] },
];

const START: Scene = {
  query: [1, 0.5],
  tokens: START_TOKENS.slice(0, 3),
  others: [],
  scale: Math.SQRT2,
  dimension: 2,
  causal: false,
  position: 1,
  reach: 1.5,
  valueReach: 1.5,
  preset: null,
  origin: null,
  edited: false,
};

export function makeScene(parts: Partial<Scene> = {}): Scene {
  const scene = { ...START, ...parts };
  const values = [...scene.tokens, ...scene.others].flatMap(({ value }) => (value ? [value] : []));
  const keys = [...scene.tokens, ...scene.others].map(({ key }) => key);
  return {
    ...scene,
    position: Math.min(scene.position, scene.tokens.length - 1),
    reach: parts.reach ?? reachOf([scene.query, ...keys]),
    valueReach: parts.valueReach ?? reachOf(values),
  };
}

/** A round number that leaves some room beyond every coordinate; small vectors, such as a model's values, are drawn large. */
function reachOf(points: readonly Point[]): number {
  const furthest = Math.max(0, ...points.flat().map(Math.abs));
  if (furthest === 0 || (furthest > SMALL && furthest <= 1.5)) return 1.5;
  const wanted = Math.max(SMALLEST_REACH, 1.1 * furthest);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const round = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= wanted) ?? 10;
  // Else three tenths would have a tail of digits.
  return Number((round * power).toPrecision(2));
}

/** The scale that fits the scene's vectors. */
export function rightScale({ dimension }: Scene): number {
  return Math.sqrt(dimension);
}

export function hasValues({ tokens }: Scene): boolean {
  return tokens.every(({ value }) => value !== null);
}

/** Real numbers, and none of them changed. */
export function isGenuine(scene: Scene): boolean {
  return scene.origin !== null && !scene.edited && scene.scale === rightScale(scene);
}

/** Every object that can be moved, in the order of the tab key. */
export function handlesOf(scene: Scene): HandleId[] {
  const numbers = scene.tokens.map((_, index) => index + 1);
  const keys = numbers.map((number): HandleId => `k${number}`);
  const values = numbers.map((number): HandleId => `v${number}`);
  return ['q', ...keys, ...(hasValues(scene) ? values : [])];
}

export function pointOf(scene: Scene, id: HandleId): Point {
  if (id === 'q') return scene.query;
  const token = scene.tokens[Number(id.slice(1)) - 1];
  return (id.startsWith('k') ? token?.key : token?.value) ?? [0, 0];
}

export function reachFor(scene: Scene, id: HandleId): number {
  return id.startsWith('v') ? scene.valueReach : scene.reach;
}

/** The scene with one object elsewhere, held within its reach. */
export function moveTo(scene: Scene, id: HandleId, point: Point): Scene {
  const to = clampPoint(point, reachFor(scene, id));
  const moved = { ...scene, preset: null, edited: true };
  if (id === 'q') return { ...moved, query: to };
  const at = Number(id.slice(1)) - 1;
  const part = id.startsWith('k') ? 'key' : 'value';
  return {
    ...moved,
    tokens: scene.tokens.map((token, index) => (index === at ? { ...token, [part]: to } : token)),
  };
}

/** `point` within a square of half side `reach`. */
function clampPoint(point: Point, reach: number): Point {
  const hold = (value: number) => Math.max(-reach, Math.min(reach, value));
  return [hold(point[0]), hold(point[1])];
}

/**
 * `point` on a lattice of a hundredth, coarser where the reach is large: what is written on the screen with two decimals is
 * then what is reckoned with.
 */
export function snap(point: Point, reach: number): Point {
  const steps = 10 ** Math.max(0, Math.min(2, 2 - Math.floor(Math.log10(reach / 1.5))));
  // Without the sum a coordinate could be -0.
  return [Math.round(point[0] * steps) / steps + 0, Math.round(point[1] * steps) / steps + 0];
}

/** `point` turned by `angle` (radians, anticlockwise) and stretched; shortened where it would leave the reach. */
export function turnAndStretch(point: Point, angle: number, factor: number, reach: number): Point {
  const [x, y] = [
    factor * (Math.cos(angle) * point[0] - Math.sin(angle) * point[1]),
    factor * (Math.sin(angle) * point[0] + Math.cos(angle) * point[1]),
  ];
  const over = Math.max(Math.abs(x), Math.abs(y)) / reach;
  return over > 1 ? [x / over, y / over] : [x, y];
}

export function setScale(scene: Scene, scale: number): Scene {
  return { ...scene, preset: null, scale: clampScale(scene, scale) };
}

export function clampScale(scene: Scene, scale: number): number {
  const right = rightScale(scene);
  const span = 2 ** DIAL_OCTAVES;
  return Math.max(right / span, Math.min(right * span, scale));
}

/** With `count` tokens: added ones are the next of the start's, removed ones are the last. */
export function setCount(scene: Scene, count: number): Scene {
  const wanted = Math.max(MIN_TOKENS, Math.min(MAX_TOKENS, count));
  const added = START_TOKENS.slice(scene.tokens.length, wanted).map((token) => ({
    ...token,
    key: scaled(token.key, scene.reach / 1.5),
    value: hasValues(scene) && token.value ? scaled(token.value, scene.valueReach / 1.5) : null,
  }));
  const tokens = [...scene.tokens, ...added].slice(0, wanted);
  return { ...scene, preset: null, tokens, position: Math.min(scene.position, wanted - 1) };
}

function scaled([x, y]: Point, factor: number): Point {
  return [x * factor, y * factor];
}

/** A name as it is kept: one line of at most 24 characters that addresses and files can hold. */
export function cleanName(name: string): string {
  const printable = name.replace(/\p{Cc}+/gu, ' ').replace(/\p{Surrogate}/gu, '\ufffd');
  return [...printable.trim()].slice(0, LONGEST_NAME).join('').trim();
}

/** The same scene where the name stays as it is. */
export function rename(scene: Scene, at: number, name: string): Scene {
  const cleaned = cleanName(name);
  if (scene.tokens[at]?.name === cleaned) return scene;
  return {
    ...scene,
    tokens: scene.tokens.map((token, index) =>
      index === at ? { ...token, name: cleaned } : token,
    ),
  };
}
