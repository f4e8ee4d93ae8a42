// Real vectors as a scene: one row of one head, in the plane that keeps its scores.

import {
  attend,
  projectOnPrincipal,
  projectOnQuery,
  times,
} from '../../runtime/attention/index.js';
import { type QkvVectors, type Trace, TraceError } from '../../runtime/trace/index.js';
import { viewTokens } from '../shared/token-views.js';
import { MIN_TOKENS, makeScene, type Scene, type SceneToken } from './scene.js';

/** How many of the strongest keys can be moved. */
const STRONGEST = 5;

/** One row: which head, and which token looks. */
export interface Row {
  readonly layer: number;
  readonly head: number;
  readonly token: number;
}

/** What a row can be of: the tokens that have at least two keys to look at. */
export function tokensThatLook(trace: Trace): number[] {
  return trace.tokens.flatMap((_, token) => (keysOf(trace, token) >= MIN_TOKENS ? [token] : []));
}

/** The row of the trace that is nearest to a row. */
export function clampRow(trace: Trace, { layer, head, token }: Row): Row {
  const hold = (value: number, last: number, first = 0) =>
    Math.max(first, Math.min(last, Math.trunc(value) || 0));
  const first = trace.causal ? MIN_TOKENS - 1 : 0;
  return {
    layer: hold(layer, trace.model.layers - 1),
    head: hold(head, trace.model.heads - 1),
    token: hold(token, trace.tokens.length - 1, first),
  };
}

/**
 * The row as a scene: its five strongest keys, strongest first, and the others in the sum. The scale is sqrt(headDim).
 * @throws {TraceError} when the vectors have no such head, or the row has no two keys of the trace's own tokens.
 */
export function sceneOfRow(trace: Trace, vectors: QkvVectors, row: Row, recorded: boolean): Scene {
  const { layer, head, token } = row;
  if (trace.crossAttention) throw new TraceError('keys', 'are other tokens: they have no vectors.');
  const count = keysOf(trace, token);
  if (count < MIN_TOKENS || token >= trace.tokens.length) {
    throw new TraceError('tokens', `are too few: a token that looks at ${MIN_TOKENS} is needed.`);
  }
  const dimension =
    trace.model.headDim ?? vectors.vectors('q', layer, head).length / trace.tokens.length;
  const one = (part: 'q' | 'k' | 'v', index: number) =>
    vectors.vectors(part, layer, head).subarray(dimension * index, dimension * (index + 1));
  const names = nameKeys(trace);
  const query = one('q', token);
  const keys = times(count, (key) => one('k', key));
  const { weights } = attend(query, keys, Math.sqrt(dimension));
  const order = keys.map((_, key) => key).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const inOrder = <V>(list: readonly V[]) => order.map((key) => list[key] as V);
  const plane = projectOnQuery(query, inOrder(keys));
  const valuePlane = vectors.parts.includes('v')
    ? projectOnPrincipal(order.map((key) => one('v', key)))
    : null;
  const all = order.map(
    (key, index): SceneToken => ({
      name: names[key] ?? '',
      key: plane.points[index] ?? [0, 0],
      value: valuePlane?.points[index] ?? null,
    }),
  );
  const attention = trace.attention(layer, head);
  const own = order.map((key) => attention[token * trace.keys.length + key] ?? 0);
  const { provenance, model } = trace;
  return makeScene({
    query: plane.query,
    tokens: all.slice(0, STRONGEST),
    others: all.slice(STRONGEST),
    dimension,
    scale: Math.sqrt(dimension),
    origin: {
      ...row,
      model: model.name,
      tokenName: viewTokens(trace.tokens)[token]?.name ?? '',
      text: trace.text,
      weights: own.slice(0, STRONGEST),
      otherWeight: own.slice(STRONGEST).reduce((sum, weight) => sum + weight, 0),
      lostKeys: plane.lost,
      lostValues: valuePlane?.lost ?? null,
      scoreError: plane.scoreError,
      source: [provenance.kind, provenance.source, provenance.licence].filter(Boolean).join(', '),
      url: provenance.url,
      recorded,
    },
  });
}

function keysOf(trace: Trace, token: number): number {
  return trace.causal ? token + 1 : trace.keys.length;
}

/** The keys' names; of several alike, each with its number. */
function nameKeys(trace: Trace): string[] {
  return viewTokens(trace.keys).map(({ name, occurrence }) =>
    occurrence.of === 1 ? name : `${name} ${occurrence.number}`,
  );
}
