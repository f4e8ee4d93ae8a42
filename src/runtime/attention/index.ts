// The face of attention over a few vectors: weights and what comes of them, planes for vectors of many dimensions, and what the
// scale does. No trace, no model, no DOM.

export { attend, mix } from './attend.js';
export { gradientNorm } from './jacobian.js';
export { type Point, projectOnPrincipal, projectOnQuery } from './project.js';
export { randomScores } from './random-vectors.js';
export { logScales, type ScaleCurves, scaleCurves } from './scale-curves.js';
export { softmax } from './softmax.js';
export { times } from './times.js';
