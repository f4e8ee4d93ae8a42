// All that only real numbers need, in one part that is loaded when they are asked for.

export { gpt2View } from './gpt2.view.js';
export { holdRow, sceneOfRow } from './real-numbers.js';
export { lensSource, loadSource } from './vector-source.js';
