// Defines <attn-model>.

import { AttnModel } from './attn-model.element.js';

export * from './attn-model.element.js';
export * from './attn-progress.event.js';

AttnModel.define();

declare global {
  interface HTMLElementTagNameMap {
    'attn-model': AttnModel;
  }
}
