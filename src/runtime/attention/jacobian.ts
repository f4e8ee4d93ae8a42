// How the weights answer a change of the scores: the derivative of softmax(scores / scale).

/** The Jacobian [n,n] of the weights by the scores: (diag(w) - w wᵀ) / scale. */
export function softmaxJacobian(weights: readonly number[], scale = 1): number[][] {
  return weights.map((row, i) =>
    weights.map((column, j) => (i === j ? row * (1 - row) : -row * column) / scale),
  );
}

/**
 * The Frobenius norm of that Jacobian, ‖diag(w) - w wᵀ‖ / scale: 0 where the weights are one-hot, for then no small
 * change of a score changes anything.
 *
 * Sums positive terms only, in one pass, so that it stays exact where it nearly vanishes. For two keys whose scores differ
 * by D it is 2 w₁ w₂ / scale, and largest at D / scale = 1.5434, where x tanh(x / 2) = 1.
 */
export function gradientNorm(weights: readonly number[], scale = 1): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    const square = weight * weight;
    sum += square * (1 - weight) ** 2 + 2 * square * squares;
    squares += square;
  }
  return Math.sqrt(sum) / scale;
}
