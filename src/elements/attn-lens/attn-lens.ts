// Defines <attn-lens>.

import { defineElement } from '../shared/define.js';
import { AttnLens } from './attn-lens.element.js';

export { registerWords } from '../shared/localize.js';
export * from './attn-lens.element.js';

defineElement('attn-lens', AttnLens);

declare global {
  interface HTMLElementTagNameMap {
    'attn-lens': AttnLens;
  }
}
