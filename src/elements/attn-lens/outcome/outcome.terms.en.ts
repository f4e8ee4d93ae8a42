// The words of what comes of a run, in English.

import type { Translation } from '../../shared/localize.js';

export const english = {
  words: {
    runsOn: (model: string, device: string) => `${model}, on ${device}: it runs as you type.`,
    compiling: (model: string) => `Preparing ${model} …`,
    startsAgain: (model: string, reason: string) => `${reason} Starting ${model} again …`,
    loadingModel: (model: string) => `Loading ${model}`,
    ofMegabytes: (loaded: string, total: string) => `${loaded} of ${total} MB`,
    shown: 'What is shown',
    recording: 'Recording',
    liveRun: 'Live run',
    cut: (kept: number, total: number) =>
      `The text is ${total} tokens long. Its first ${kept} were run and are shown.`,
    next: 'Most likely next tokens',
    nextAwaited: 'They follow the last layer.',
    /** While the model loads. */
    layerByLayer: 'Heads are shown as each layer arrives, the next token last.',
    headsThere: (there: number, all: number) => `${there} of ${all} heads`,
    layersThere: (there: number, all: number) => `${there} of ${all} layers`,
    findAwaited: 'Known when all layers are there.',
  },
} as const;

export type OutcomeTerms = Translation<typeof english>;
