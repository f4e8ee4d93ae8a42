// What a load from a hub costs, in German.

import type { HubPriceWords } from './hub-price.en.js';

export const german: HubPriceWords = {
  prices: {
    from: (model: string, host: string) => `${model} von ${host}`,
    once: (read: string, kept: string) =>
      `einmal ${read.replace('.', ',')}\u00a0MB, gespeichert bleiben ${kept.replace('.', ',')}\u00a0MB`,
    everyVisit: (read: string) => `${read.replace('.', ',')}\u00a0MB bei jedem Besuch`,
    kept: 'seit einem früheren Besuch gespeichert',
  },
};
