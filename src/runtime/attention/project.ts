// Real vectors in a plane: which plane, and what is lost on the way.

import { dot, type Vector } from './attend.js';
import { across, principalDirection, unit, valuesOf } from './principal.js';

export type Point = readonly [x: number, y: number];

export interface Projection {
  /** The vectors in the plane [n][2]. */
  readonly points: readonly Point[];
  /** The share, 0..1, of the vectors' squared length that lies outside the plane. */
  readonly lost: number;
}

export interface QueryPlane extends Projection {
  /** The query in the plane: on its first axis. `points` are the keys. */
  readonly query: Point;
  /** The largest difference of a q.k in the plane from the whole one: rounding, nothing else. */
  readonly scoreError: number;
}

/**
 * `query` [d] and `keys` [n][d] in the plane spanned by the query and the first principal direction of the keys across it.
 *
 * Every q.k is kept exactly, for the part of a key that is left out is at right angles to the query. The second axis points
 * to the side of the first key.
 */
export function projectOnQuery(query: Vector, keys: readonly Vector[]): QueryPlane {
  const dimension = query.length;
  const length = Math.hypot(...valuesOf(query));
  const along = length > 0 ? unit(query) : principalDirection(keys, dimension);
  const projection = projectOn(keys, along);
  const point: Point = [length, 0];
  const errors = keys.map((key, index) =>
    Math.abs(dot(query, key) - dot(point, projection.points[index] as Point)),
  );
  return { ...projection, query: point, scoreError: Math.max(0, ...errors) };
}

/** `vectors` [n][d] in the plane of their own first two principal directions. A mix in it is the projected mix. */
export function projectOnPrincipal(vectors: readonly Vector[]): Projection {
  return projectOn(vectors, principalDirection(vectors, vectors[0]?.length ?? 0));
}

/** Of the squared length of vectors: less of it across an axis is rounding, which has a direction that means nothing. */
const ROUNDING = 1e-24;

/** In the plane of the unit vector `first` and the first principal direction across it; a line where nothing lies across. */
function projectOn(vectors: readonly Vector[], first: Vector): Projection {
  const total = squaredLength(vectors);
  const rests = vectors.map((vector) => across(vector, first));
  const hasSecond = squaredLength(rests) > ROUNDING * total;
  // Once more across: of short rests, what rounding left along the first axis is no longer little.
  const second = hasSecond
    ? unit(across(principalDirection(rests, first.length), first))
    : new Array<number>(first.length).fill(0);
  const [leader] = vectors;
  const side = leader && dot(leader, second) < 0 ? -1 : 1;
  const points = vectors.map((vector): Point => [dot(vector, first), side * dot(vector, second)]);
  return { points, lost: total > 0 ? Math.max(0, 1 - squaredLength(points) / total) : 0 };
}

function squaredLength(vectors: readonly Vector[]): number {
  return vectors.reduce((sum, vector) => sum + dot(vector, vector), 0);
}
