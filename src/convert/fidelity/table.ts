// The table that `convert` and `verify` print.

import type { LayerFidelity, ModelFidelity } from '../../runtime/packs/manifest.js';

/** One line per layer, then all layers, then the next token. */
export function fidelityTable(fidelity: ModelFidelity): string {
  const { layers, nextTokenDivergence, texts, tokens, against } = fidelity;
  const from = against === 'recordings' ? 'the recordings' : 'the float32 checkpoint';
  const lines = [
    `Against ${from}, ${texts} texts of ${tokens} tokens together:`,
    row(['layer', 'max error', 'mean TV', 'flips']),
    ...layers.map((layer, index) => row([String(index), ...figures(layer)])),
    row(['all', ...figures(fidelity)]),
  ];
  if (nextTokenDivergence !== undefined) {
    lines.push(`next token: KL divergence ${nextTokenDivergence.toFixed(5)} nats`);
  }
  return lines.join('\n');
}

function figures({ maxError, meanTotalVariation, flips }: LayerFidelity): string[] {
  return [maxError.toFixed(4), meanTotalVariation.toFixed(4), `${(100 * flips).toFixed(2)} %`];
}

function row([first = '', ...others]: readonly string[]): string {
  return first.padEnd(6) + others.map((cell) => cell.padStart(11)).join('');
}
