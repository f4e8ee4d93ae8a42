// The words of what comes of a run, in German.

import type { OutcomeTerms } from './outcome.terms.en.js';

export const german: OutcomeTerms = {
  words: {
    runsOn: (model: string, device: string) =>
      `${model}, auf ${device}: rechnet, während Sie tippen.`,
    compiling: (model: string) => `${model} wird vorbereitet …`,
    startsAgain: (model: string, reason: string) =>
      `${reason} ${model} wird noch einmal gestartet …`,
    loadingModel: (model: string) => `${model} wird geladen`,
    ofMegabytes: (loaded: string, total: string) => `${loaded} von ${total} MB`,
    shown: 'Was gezeigt wird',
    recording: 'Aufzeichnung',
    liveRun: 'Live-Lauf',
    cut: (kept: number, total: number) =>
      `Der Text hat ${total} Tokens. Seine ersten ${kept} wurden gerechnet und werden gezeigt.`,
    next: 'Wahrscheinlichste nächste Tokens',
    nextAwaited: 'Sie folgen der letzten Schicht.',
    layerByLayer: 'Köpfe erscheinen mit jeder Schicht, die ankommt, das nächste Token zuletzt.',
    headsThere: (there: number, all: number) => `${there} von ${all} Köpfen`,
    layersThere: (there: number, all: number) => `${there} von ${all} Schichten`,
    findAwaited: 'Bekannt, sobald alle Schichten da sind.',
  },
};
