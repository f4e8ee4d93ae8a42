// The matrix of a head as a table for other programs.

import type { TraceToken } from '../../../runtime/trace/index.js';
import { isMasked } from '../focus/focus-links.js';
import type { StageMatrix } from '../stages/stage-matrix.js';

/**
 * RFC 4180, a row per query: its position, its token, then its number on every key with six decimals, empty where there is
 * none.
 * @param queries [Q] and `keys` [K]: what stands in the header and in the second column.
 */
export function matrixCsv(
  { shape, values, firstLeftOut }: StageMatrix,
  queries: readonly TraceToken[],
  keys: readonly TraceToken[],
): string {
  const header = ['position', 'token', ...keys.map(tokenField)];
  const number = (query: number, key: number) => {
    const value = values[query * shape.keys + key] ?? Number.NaN;
    const none = isMasked(shape, query, key) || (firstLeftOut && key === 0) || Number.isNaN(value);
    return none ? '' : value.toFixed(6);
  };
  const rows = queries.map((token, query) => [
    String(query),
    tokenField(token),
    ...keys.map((_, key) => number(query, key)),
  ]);
  return [header, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

const tokenField = (token: TraceToken) => quote('text' in token ? token.text : `0x${token.bytes}`);

/**
 * Always in quotes, so that a token's own spaces, commas and line breaks stay. What a spreadsheet would take for a formula
 * gets an apostrophe before it: it is a stranger's text.
 */
function quote(text: string): string {
  const safe = /^\s*[=+\-@\t\r\n|%＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
