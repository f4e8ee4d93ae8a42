// Defines <attn-model>.

import { defineElement } from '../shared/define.js';
import { AttnModel } from './attn-model.element.js';

export * from './attn-model.element.js';
export * from './attn-progress.event.js';

defineElement('attn-model', AttnModel);

declare global {
  interface HTMLElementTagNameMap {
    'attn-model': AttnModel;
  }
}
