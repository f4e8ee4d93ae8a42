// A trace as the lens shows it, and the head on screen: derived once, and again only when what they follow from changes.

import { ignoreFirstKey, type Trace } from '../../runtime/trace/index.js';
import { type TokenView, viewTokens } from '../shared/token-views.js';
import type { HeadWeights } from './reading.js';

/** `layer.head`, zero-based. */
export interface Head {
  readonly layer: number;
  readonly head: number;
}

/** What of a lens is chosen. */
export interface LensSelection extends Head {
  readonly token: number | null;
}

/** A trace with its tokens as they are written, with or without the first one. */
export interface Subject {
  readonly trace: Trace;
  readonly ignoreFirst: boolean;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly weights: (layer: number, head: number) => HeadWeights;
  /** Another value means that its tokens are called otherwise. */
  readonly language: string;
}

/** A head on screen: the chosen one, or the one being previewed. */
export interface ShownHead extends Head {
  readonly subject: Subject;
  readonly weights: HeadWeights;
}

/** @param before what was derived last, given back where nothing has changed. */
export function deriveSubject(
  trace: Trace,
  ignoreFirst: boolean,
  language: string,
  before: Subject | null,
): Subject {
  const same = before?.trace === trace && before.language === language;
  if (same && before.ignoreFirst === ignoreFirst) return before;
  const queries = same ? before.queries : viewTokens(trace.tokens);
  const keys = trace.crossAttention ? viewTokens(trace.keys) : queries;
  const { shape } = trace;
  const weights = (layer: number, head: number): HeadWeights => {
    const all = trace.attention(layer, head);
    return { shape, weights: ignoreFirst ? ignoreFirstKey(all, shape) : all };
  };
  return { trace, ignoreFirst, queries, keys, weights, language };
}

/** @param before what was derived last, given back where nothing has changed. */
export function deriveHead(
  subject: Subject,
  { layer, head }: Head,
  before: ShownHead | null,
): ShownHead {
  const same = before?.subject === subject && before.layer === layer && before.head === head;
  return same ? before : { layer, head, subject, weights: subject.weights(layer, head) };
}

/** A choice held to what the trace has. What is no number is 0. */
export function holdHead(trace: Trace | null, { layer, head }: Head): Head {
  const { layers = 1, heads = 1 } = trace?.model ?? {};
  return { layer: clamp(layer, layers), head: clamp(head, heads) };
}

export function holdToken(trace: Trace | null, token: number | null): number | null {
  if (token === null || Number.isNaN(token) || !trace) return null;
  return clamp(token, trace.tokens.length);
}

/** `value` as an index below `count`. */
function clamp(value: number, count: number): number {
  return Number.isNaN(value) ? 0 : Math.max(0, Math.min(count - 1, Math.trunc(value)));
}
