// All that the lines view needs, loaded when a reader or a page first asks for it.

export { LinesCanvas } from './lines.canvas.js';
export { linesView } from './lines.view.js';
