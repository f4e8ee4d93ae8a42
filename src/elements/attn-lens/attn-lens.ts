// Defines <attn-lens>.

import { AttnLens } from './attn-lens.element.js';

export type {
  AttnAblateEvent,
  AttnErrorEvent,
  AttnFindEvent,
  AttnHeadChangeEvent,
  AttnPaintEvent,
  AttnPredictEvent,
  AttnReadyEvent,
  AttnRunEvent,
  AttnTokenSelectEvent,
} from '../shared/events.js';
export { registerWords } from '../shared/localize.js';
export * from './attn-lens.element.js';

AttnLens.define();

declare global {
  interface HTMLElementTagNameMap {
    'attn-lens': AttnLens;
  }
}
