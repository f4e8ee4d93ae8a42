// Defines <head-finder>.

import { defineElement } from '../shared/define.js';
import { HeadFinder } from './head-finder.element.js';

export { registerWords } from '../shared/localize.js';
export * from './head-finder.element.js';

defineElement('head-finder', HeadFinder);

declare global {
  interface HTMLElementTagNameMap {
    'head-finder': HeadFinder;
  }
}
