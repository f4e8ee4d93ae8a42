// The number of the cell in focus and the sum of its row, as text.

import type { TokenView } from '../../shared/token-views.js';
import { spoken, words } from '../attn-lens.terms.js';
import {
  type FocusLinks,
  type HeadWeights,
  isLeftOut,
  isMasked,
  weightAt,
} from '../focus/focus-links.js';
import { rowSum, type StageMatrix } from '../stages/stage-matrix.js';
import { percent, score } from '../terms/number.terms.js';

export interface ReadoutInput {
  readonly links: FocusLinks;
  readonly head: HeadWeights;
  readonly matrix: StageMatrix;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
}

/** What a number is of, which may be long, and the number. */
export type ReadoutLine = readonly [of: string, value: string];

/** Of the cell, and of its row. */
export type Readout = readonly [cell: ReadoutLine, row: ReadoutLine];

export function composeReadout(input: ReadoutInput): Readout {
  return [cellLine(input), rowLine(input)];
}

function cellLine({ links: { cell }, head, matrix, queries, keys }: ReadoutInput): ReadoutLine {
  const [token, target] = [cell && queries[cell.query], cell && keys[cell.key]];
  if (!cell || !token || !target) {
    return [head.firstLeftOut ? words.firstLeftOut : words.pointAtCell, ''];
  }
  return spoken.cellIs(token, target, valueText(cell, head, matrix));
}

function rowLine({ links: { query }, head, matrix, queries }: ReadoutInput): ReadoutLine {
  const token = query === null ? undefined : queries[query];
  if (!token || query === null) return ['', ''];
  // Bytes and float32 leave a row a millionth off.
  const sum = percent(Math.round(1e4 * rowSum(head, query)) / 1e4);
  return spoken.rowSum(token, sum, matrix.stage !== 'softmax');
}

function valueText(
  cell: { readonly query: number; readonly key: number },
  head: HeadWeights,
  { stage, shape, values, firstLeftOut }: StageMatrix,
): string {
  if (isMasked(shape, cell.query, cell.key)) return words.maskedValue;
  if (firstLeftOut && isLeftOut(head, cell.key)) return words.leftOutValue;
  if (stage === 'softmax') return percent(weightAt(head, cell.query, cell.key));
  const value = values[cell.query * shape.keys + cell.key] ?? Number.NaN;
  return `${words.stageValues[stage]} = ${score(value)}`;
}
