// What is said of real numbers, in English. Beside the other words, for it is loaded with the panel that needs it.

import { defineWords, type PartialTable, type Translation } from '../shared/localize.js';

const ENGLISH = {
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
export type Gpt2Words = Translation<typeof ENGLISH>;

export const { gpt2: words } = defineWords('qkv-sandbox', ENGLISH, {
  de: async (): Promise<PartialTable<Gpt2Words>> => (await import('./phrases.de.js')).german,
});
