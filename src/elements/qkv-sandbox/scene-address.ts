// A scene as a value in the address of a page, so that a link carries it.

import { decode, encode } from '../shared/page-fragment.js';
import { isGenuine, type Point, type Scene } from './scene.js';
import { type SceneFile, type SceneFileToken, writeScene } from './scene-file.js';

/** What an address says: a scene, or a head and query of the recording, from which the scene is made again. */
export type Addressed =
  | { readonly scene: SceneFile }
  | { readonly layer: number; readonly head: number; readonly token: number };

/** The value that stands for `scene`: only characters that an address takes as they are. */
export function writeAddress(scene: Scene): string {
  if (scene.origin?.recorded && isGenuine(scene)) {
    const { layer, head, token } = scene.origin;
    return `gpt2:${layer}.${head}.${token}`;
  }
  const file = writeScene(scene);
  const right = Math.sqrt(scene.dimension);
  return [
    `q:${numbers(file.query)}`,
    ...file.tokens.map((token) => `t:${writeToken(token)}`),
    ...(file.others ?? []).map((token) => `o:${writeToken(token)}`),
    ...(scene.dimension === 2 ? [] : [`d:${scene.dimension}`]),
    ...(scene.scale === right ? [] : [`s:${short(scene.scale)}`]),
    ...(scene.causal ? [`c:${scene.position}`] : []),
  ].join(';');
}

/** What an address says, not yet checked beyond its form; `null` where it says nothing that can be read. */
export function readAddress(text: string): Addressed | null {
  const place = /^gpt2:(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (place) {
    const [layer = 0, head = 0, token = 0] = place.slice(1).map(Number);
    return { layer, head, token };
  }
  const parts = text.split(';').map((part) => [part.slice(0, 1), part.slice(2)] as const);
  const all = (kind: string) => parts.flatMap(([name, rest]) => (name === kind ? [rest] : []));
  const [query] = all('q');
  if (query === undefined) {
    // What passed the address on may have escaped `:` and `;` too.
    const plain = decode(text);
    return plain === text ? null : readAddress(plain);
  }
  const [scale, dimension, position] = [all('s')[0], all('d')[0], all('c')[0]];
  return {
    scene: {
      query: query.split(',').map(Number) as unknown as Point,
      tokens: all('t').map(readToken),
      ...(text.includes(';o:') && { others: all('o').map(readToken) }),
      ...(scale !== undefined && { scale: Number(scale) }),
      ...(dimension !== undefined && { dimension: Number(dimension) }),
      ...(position !== undefined && { causal: true, position: Number(position) }),
    },
  };
}

function writeToken({ name, key, value }: SceneFileToken): string {
  const coordinates = numbers(value ? [...key, ...value] : key);
  return name ? `${coordinates},${encode(name)}` : coordinates;
}

function readToken(text: string): SceneFileToken {
  const fields = text.split(',');
  const named = fields.length % 2 === 1 ? fields.pop() : undefined;
  const [kx, ky, vx, vy] = fields.map(Number) as [number, number, number?, number?];
  return {
    ...(named && { name: decode(named) }),
    key: [kx, ky],
    ...(vx !== undefined && vy !== undefined && { value: [vx, vy] }),
  };
}

const short = (value: number) => String(Number(value.toPrecision(6)));
const numbers = (list: readonly number[]) => list.map(short).join(',');
