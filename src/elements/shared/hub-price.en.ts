// What a load from a hub costs, in English.

import type { Translation } from './localize.js';

export const english = {
  prices: {
    from: (model: string, host: string) => `${model} from ${host}`,
    once: (read: string, kept: string) => `${read}\u00a0MB once, ${kept}\u00a0MB kept`,
    everyVisit: (read: string) => `${read}\u00a0MB on every visit`,
    kept: 'kept from an earlier visit',
  },
} as const;

export type HubPriceWords = Translation<typeof english>;
