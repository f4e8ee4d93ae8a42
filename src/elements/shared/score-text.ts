// How heads and their scores are written.

/** `layer.head`, zero-based. */
export const headName = ({ layer, head }: { readonly layer: number; readonly head: number }) =>
  `${layer}.${head}`;

/** .99: two decimals, or as many as asked for, and 1.00 of nothing less. */
export function scoreText(score: number, decimals = 2): string {
  const text = score.toFixed(decimals);
  const rounded = score < 1 && Number(text) === 1;
  return rounded ? `>.${'9'.repeat(decimals)}` : text.replace(/^0/, '');
}
