// The number of the cell in focus and the sum of its row, as text.

import type { TokenView } from '../shared/token-views.js';
import { percent, score, spoken, words } from './phrases.js';
import { type HeadWeights, isMasked, type Reading, weightAt } from './reading.js';
import { rowSum, type Surface } from './surface.js';

export interface ReadoutInput {
  readonly reading: Reading;
  readonly head: HeadWeights;
  readonly surface: Surface;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
}

/** Two lines, of which one may be empty. */
export type Readout = readonly [cell: string, row: string];

export function composeReadout({ reading, head, surface, queries, keys }: ReadoutInput): Readout {
  const { query, cell } = reading;
  const token = query === null ? undefined : queries[query];
  if (!token || query === null) return [words.pointAtCell, ''];
  // Bytes and float32 leave a row a millionth off.
  const sum = percent(Math.round(1e4 * rowSum(head, query)) / 1e4);
  const row = spoken.rowSum(token, sum);
  const target = cell && keys[cell.key];
  if (!cell || !target) return ['', row];
  return [spoken.cellIs(token, target, valueText(cell, head, surface)), row];
}

function valueText(
  cell: { readonly query: number; readonly key: number },
  head: HeadWeights,
  { stage, shape, values }: Surface,
): string {
  if (isMasked(shape, cell.query, cell.key)) return words.maskedValue;
  if (stage === 'softmax') return percent(weightAt(head, cell.query, cell.key));
  const value = values[cell.query * shape.keys + cell.key] ?? Number.NaN;
  if (Number.isNaN(value)) return words.maskedValue;
  return `${words.stageValues[stage]} = ${score(value)}`;
}
