// All that comparing needs, loaded when a reader or a page first asks for it.

export { Comparison, linkFocus, readCompared } from './compare.js';
export { compareBar } from './compare.view.js';
