// Defines <qkv-sandbox>.

import { defineElement } from '../shared/define.js';
import { QkvSandbox } from './qkv-sandbox.element.js';

export * from './qkv-sandbox.element.js';

defineElement('qkv-sandbox', QkvSandbox);

declare global {
  interface HTMLElementTagNameMap {
    'qkv-sandbox': QkvSandbox;
  }
}
