// What a page asks of hubs. Loaded with the first model of one.

export { findOnHub } from './find-on-hub.js';
export { HUB_REQUEST } from './hub-files.js';
