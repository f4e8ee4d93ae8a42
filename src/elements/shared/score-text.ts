// How heads and their scores are written.

/** `layer.head`, zero-based. */
export const headName = ({ layer, head }: { readonly layer: number; readonly head: number }) =>
  `${layer}.${head}`;

/** .99: two decimals, and 1.00 of nothing less. */
export function scoreText(score: number): string {
  const text = score.toFixed(2);
  return text === '1.00' && score < 1 ? '>.99' : text.replace(/^0/, '');
}
