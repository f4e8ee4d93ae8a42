// How faithful a pack is: its attention and its next token against what they should be, layer by layer.

import type { LayerFidelity, ModelFidelity } from '../../runtime/packs/manifest.js';
import { type AttentionDifference, compareAttention } from './compare-attention.js';

/** What one text gave. */
export interface TextRun {
  /** Per layer [H,T,T]. */
  readonly attention: readonly ArrayLike<number>[];
  /** [V], of the last position; recordings have none. */
  readonly logits?: Float32Array;
}

export interface TextPair {
  readonly tokens: number;
  readonly found: TextRun;
  readonly expected: TextRun;
}

/** Over all texts. Figures are rounded to 5 digits after the point, so that a manifest says no more than is known. */
export function measureFidelity(
  against: ModelFidelity['against'],
  texts: readonly TextPair[],
): ModelFidelity {
  const layers: LayerFidelity[] = [];
  const depth = texts[0]?.expected.attention.length ?? 0;
  for (let layer = 0; layer < depth; layer++) {
    layers.push(
      combine(
        texts.map(({ tokens, found, expected }) =>
          compareAttention(found.attention[layer] ?? [], expected.attention[layer] ?? [], tokens),
        ),
      ),
    );
  }
  const divergences = texts.flatMap(({ found, expected }) =>
    found.logits && expected.logits ? [divergence(expected.logits, found.logits)] : [],
  );
  const mean = (values: readonly number[]) =>
    rounded(values.reduce((total, value) => total + value, 0) / values.length);
  return {
    against,
    texts: texts.length,
    tokens: texts.reduce((total, text) => total + text.tokens, 0),
    maxError: Math.max(...layers.map(({ maxError }) => maxError)),
    meanTotalVariation: mean(layers.map(({ meanTotalVariation }) => meanTotalVariation)),
    flips: mean(layers.map(({ flips }) => flips)),
    ...(divergences.length > 0 && { nextTokenDivergence: mean(divergences) }),
    layers,
  };
}

/** One layer on all texts; a text counts by its rows. */
function combine(texts: readonly AttentionDifference[]): LayerFidelity {
  const rows = texts.reduce((total, text) => total + text.rows, 0);
  const share = (of: (text: AttentionDifference) => number) =>
    rounded(texts.reduce((total, text) => total + of(text), 0) / rows);
  return {
    maxError: rounded(Math.max(...texts.map(({ maxError }) => maxError))),
    meanTotalVariation: share((text) => text.meanTotalVariation * text.rows),
    flips: share((text) => text.topKeyFlips),
  };
}

/** Kullback-Leibler divergence, in nats, of the next token's distribution found from the one expected. */
function divergence(expected: Float32Array, found: Float32Array): number {
  const [p, q] = [logSoftmax(expected), logSoftmax(found)];
  const sum = p.reduce((total, log, id) => total + Math.exp(log) * (log - (q[id] ?? 0)), 0);
  return Math.max(0, sum);
}

function logSoftmax(logits: Float32Array): Float64Array {
  const highest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - highest), 0);
  return Float64Array.from(logits, (logit) => logit - highest - Math.log(sum));
}

function rounded(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
