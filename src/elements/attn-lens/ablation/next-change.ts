// What switching heads off did to the next token: before and after, token by token. Pure.

import type { NextToken } from '../../../runtime/trace/index.js';

export interface NextChange {
  readonly id: number;
  readonly text: string;
  readonly before: number;
  readonly after: number;
  /** It was not among those that came back, so that it has less than its number. */
  readonly below: 'before' | 'after' | null;
}

/** Tokens each way that are shown. */
const SHOWN = 5;

/**
 * The five most likely before and the five after, most likely before first.
 * @param before and `after`: sorted, with probabilities in 0..1.
 */
export function compareNext(
  before: readonly NextToken[],
  after: readonly NextToken[],
): NextChange[] {
  const top = [...before.slice(0, SHOWN), ...after.slice(0, SHOWN)];
  const ids = [...new Set(top.map(({ id }) => id))];
  const changes = ids.map((id): NextChange => {
    const [was, is] = [before, after].map((list) => list.find((one) => one.id === id));
    return {
      id,
      text: was?.text ?? is?.text ?? '',
      before: was?.p ?? before.at(-1)?.p ?? 0,
      after: is?.p ?? after.at(-1)?.p ?? 0,
      below: was ? (is ? null : 'after') : 'before',
    };
  });
  return changes.sort((a, b) => b.before - a.before);
}

/** What bars of these probabilities reach to, in 0..1: the largest, rounded up to a plain number. */
export function barScale(changes: readonly NextChange[]): number {
  const largest = Math.max(1e-6, ...changes.flatMap(({ before, after }) => [before, after]));
  const power = 10 ** Math.floor(Math.log10(largest));
  const step =
    [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= largest - 1e-9) ?? 10;
  return Math.min(1, step * power);
}
