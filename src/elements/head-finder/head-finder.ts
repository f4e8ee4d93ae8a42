// Defines <head-finder>.

import { HeadFinder } from './head-finder.element.js';

export type { AttnFindEvent } from '../shared/events.js';
export { registerWords } from '../shared/localize.js';
export * from './head-finder.element.js';

HeadFinder.define();

declare global {
  interface HTMLElementTagNameMap {
    'head-finder': HeadFinder;
  }
}
