// What the panel of the dimension slider says, in English.

import type { Translation } from '../shared/localize.js';

export const english = {
  dimension: {
    title: 'What the scale is for',
    label: (dimension: number) => `dimension ${dimension}`,
    text: 'A random query and six random keys: q·k grows like √d. Without the divisor the weights go one-hot and the gradient dies; divided by √d they stay as they are.',
    without: 'softmax( q·k )',
    withDivisor: 'softmax( q·k / √d )',
    strongest: (weight: string, gradient: string) => `strongest ${weight} · gradient ${gradient}`,
    gradient:
      'gradient ‖diag(w) − wwᵀ‖ against the dimension, median of 101 draws: dotted with the divisor, dashed without',
    drawAgain: 'Draw again',
  },
};

/** A table of these words. */
export type DimensionWords = Translation<typeof english>;
