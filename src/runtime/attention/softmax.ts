// The softmax and the weights it makes of scores.

/**
 * softmax(scores / scale): weights [n] in 0..1 that sum to 1. A score of -Infinity is masked and gets 0; where all are
 * masked, all get 0.
 *
 * The largest score is taken off first, so that no exponential overflows at any scale.
 */
export function softmax(scores: ArrayLike<number>, scale = 1): number[] {
  let largest = -Infinity;
  for (let i = 0; i < scores.length; i++) largest = Math.max(largest, scores[i] as number);
  const weights = new Array<number>(scores.length).fill(0);
  if (largest === -Infinity) return weights;
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const power = Math.exp(((scores[i] as number) - largest) / scale);
    weights[i] = power;
    sum += power;
  }
  for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] as number) / sum;
  return weights;
}
