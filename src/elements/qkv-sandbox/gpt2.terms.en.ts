// What is said of real numbers, in English.

import type { Translation } from '../shared/localize.js';

export const english = {
  gpt2: {
    panel: 'Real numbers from GPT-2',
    from: 'from',
    linked: 'the lens on this page',
    recording: 'a recording',
    layer: 'Layer',
    head: 'head',
    looking: 'token that looks',
    take: 'Take it',
    close: 'Close',
    loading: 'Loading the recorded vectors …',
    unavailable: 'The vectors cannot be had.',
    genuine: (model: string, head: string) => `${model} · head ${head}`,
    edited: (model: string) => `no longer ${model}`,
    projection: (lost: string) =>
      `The plane: q, and the first principal direction of the keys across it. Every q·k is exact; ${lost} of the keys’ squared length lies outside the plane.`,
    scoreError: (error: string) => `Largest error of a q·k: ${error}.`,
    valuePlane: (lost: string) =>
      `The values are drawn on a scale of their own, along their first two principal directions; ${lost} of their squared length lies outside.`,
    noValues: 'This recording has queries and keys but no values, so there is no out.',
    source: (text: string, token: string, source: string) => `“${token}” in “${text}” · ${source}`,
  },
};

/** A table of these words. */
export type Gpt2Words = Translation<typeof english>;
