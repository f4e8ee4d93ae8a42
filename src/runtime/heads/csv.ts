// A ranking as a table for other programs.

import type { RankedHead } from './rank.js';

/** RFC 4180: a header and a line per head, best first. Scores have six decimals. */
export function toCsv(ranking: readonly RankedHead[]): string {
  const lines = ranking.map(({ place, layer, head, score, spread }) =>
    [place, layer, head, score.toFixed(6), spread?.toFixed(6) ?? ''].join(','),
  );
  return ['place,layer,head,score,standard_deviation', ...lines, ''].join('\r\n');
}
