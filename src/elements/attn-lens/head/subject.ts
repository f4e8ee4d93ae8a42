// A trace as the lens shows it, and the head on screen: derived once, and again only when what they follow from changes.

import { ignoreFirstKey, type Trace } from '../../../runtime/trace/index.js';
import { isUnderWay } from '../../shared/awaited-layers.js';
import { type TokenView, viewTokens } from '../../shared/token-views.js';
import type { HeadWeights } from '../focus/focus-links.js';

/** `layer.head`, zero-based. */
export interface Head {
  readonly layer: number;
  readonly head: number;
}

/** A head, or the average of all heads of its layer. */
export interface HeadChoice extends Head {
  readonly average: boolean;
}

/** What of a lens is chosen. */
export interface LensSelection extends Head {
  readonly token: number | null;
}

/** A trace with its tokens as they are written, with or without the first one. */
export interface Subject {
  readonly trace: Trace;
  readonly ignoreFirst: boolean;
  /** The same list when more layers of the run arrive: those before have not changed. */
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly weights: (choice: HeadChoice) => HeadWeights;
  /** In which its tokens are named: another value means that everything is to be called otherwise. */
  readonly language: string;
}

/** A head on screen: the chosen one, or the one being previewed. */
export interface ShownHead extends HeadChoice {
  readonly subject: Subject;
  readonly weights: HeadWeights;
}

/** @param before what was derived last, given back where nothing has changed. */
export function deriveSubject(
  trace: Trace,
  { ignoreFirst, language }: Pick<Subject, 'ignoreFirst' | 'language'>,
  before: Subject | null,
): Subject {
  const same = before?.trace === trace && before.language === language;
  if (same && before.ignoreFirst === ignoreFirst) return before;
  const continued =
    before?.trace.tokens === trace.tokens &&
    before.language === language &&
    isUnderWay(before.trace);
  const queries = same || continued ? before.queries : viewTokens(trace.tokens);
  const keys = trace.crossAttention ? viewTokens(trace.keys) : queries;
  const { shape } = trace;
  const weights = (choice: HeadChoice): HeadWeights => {
    const all = choice.average
      ? averageOf(trace, choice.layer)
      : trace.attention(choice.layer, choice.head);
    return ignoreFirst
      ? { shape, weights: ignoreFirstKey(all, shape), firstLeftOut: true }
      : { shape, weights: all };
  };
  return { trace, ignoreFirst, queries, keys, weights, language };
}

/** The mean of a layer's heads [Q,K]. Its rows sum to 1, as those of each head do. */
function averageOf(trace: Trace, layer: number): Float32Array {
  const { heads } = trace.model;
  const mean = new Float32Array(trace.attention(layer, 0).length);
  for (let head = 0; head < heads; head++) {
    const weights = trace.attention(layer, head);
    for (let at = 0; at < mean.length; at++) {
      mean[at] = (mean[at] as number) + (weights[at] as number) / heads;
    }
  }
  return mean;
}

/** @param before what was derived last, given back where nothing has changed. */
export function deriveHead(
  subject: Subject,
  choice: HeadChoice,
  before: ShownHead | null,
): ShownHead {
  const { layer, head, average } = choice;
  const same = before && sameHead(before, choice) && hasSameWeights(before.subject, subject);
  if (same && before.subject === subject) return before;
  const weights = same ? before.weights : subject.weights(choice);
  return { layer, head, average, subject, weights };
}

/** Whether the heads that `before` has are the same in `after`, which may have more. */
export function hasSameWeights(before: Subject, after: Subject): boolean {
  return before.queries === after.queries && before.ignoreFirst === after.ignoreFirst;
}

export function sameHead(a: HeadChoice | null, b: HeadChoice | null): boolean {
  if (!a || !b) return a === b;
  // Of an average it does not matter which head it would otherwise be.
  return a.layer === b.layer && a.average === b.average && (a.average || a.head === b.head);
}

/** A choice held to what the trace has. What is no number is 0. @param awaited layers that it may name too. */
export function clampHead(trace: Trace | null, { layer, head }: Head, awaited = 0): Head {
  const { layers = 1, heads = 1 } = trace?.model ?? {};
  return { layer: clamp(layer, layers + awaited), head: clamp(head, heads) };
}

/** The same of a choice. One head alone has no average. */
export function clampChoice(trace: Trace | null, choice: HeadChoice, awaited = 0): HeadChoice {
  const average = choice.average && (trace?.model.heads ?? 1) > 1;
  return { ...clampHead(trace, choice, awaited), average };
}

export function clampToken(trace: Trace | null, token: number | null): number | null {
  if (token === null || Number.isNaN(token) || !trace) return null;
  const { length } = trace.tokens;
  // Once the run is over, a token that it does not have is unpinned.
  return isUnderWay(trace) && token >= length ? null : clamp(token, length);
}

/** `value` as an index below `count`. */
function clamp(value: number, count: number): number {
  return Number.isNaN(value) ? 0 : Math.max(0, Math.min(count - 1, Math.trunc(value)));
}

/** Another head to begin a comparison with: the next one of its layer, or of the one before. */
export function neighbourHead({ layer, head }: Head, { model }: Trace): string {
  if (model.heads > 1) return `${layer}.${head + 1 < model.heads ? head + 1 : head - 1}`;
  return `${layer > 0 ? layer - 1 : Math.min(1, model.layers - 1)}.${head}`;
}

/** What one of the two pickers says, beside what was chosen before. */
export function pickedHead(event: Event, before: HeadChoice, { model }: Trace): HeadChoice {
  const { value, dataset } = event.target as HTMLSelectElement;
  const picked = Number(value);
  if (dataset.which === 'layer') return { ...before, layer: picked };
  const average = picked === model.heads;
  return { layer: before.layer, head: average ? before.head : picked, average };
}
