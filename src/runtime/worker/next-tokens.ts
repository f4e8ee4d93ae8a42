// The most likely next tokens, from logits.

/** Probability and id of one token. */
export interface Candidate {
  readonly id: number;
  readonly p: number;
}

/**
 * The `count` most likely ids, sorted, with their probabilities in the softmax over all logits. Among equals the lower
 * id comes first.
 * @param logits [vocab], natural units.
 */
export function topCandidates(logits: Float32Array, count: number): Candidate[] {
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > highest) highest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);

  const top = count > MANY ? sortedIds(logits).slice(0, count) : insertedIds(logits, count);
  return [...top].map((id) => ({ id, p: Math.exp((logits[id] ?? 0) - highest) / sum }));
}

/** Above it sorting all is faster than keeping a few in order: seconds, for all of GPT-2's tokens. */
const MANY = 500;

function sortedIds(logits: Float32Array): Uint32Array {
  return Uint32Array.from(logits.keys()).sort(
    (a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b,
  );
}

function insertedIds(logits: Float32Array, count: number): number[] {
  const top: { id: number; logit: number }[] = [];
  logits.forEach((logit, id) => {
    const last = top.at(-1);
    if (top.length >= count && !(last && logit > last.logit)) return;
    const place = top.findIndex((other) => logit > other.logit);
    top.splice(place < 0 ? top.length : place, 0, { id, logit });
    if (top.length > count) top.pop();
  });
  return top.map(({ id }) => id);
}
