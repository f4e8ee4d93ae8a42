// All that the lines view needs, loaded when a reader or a page first asks for it.

export { LinesPicture } from './lines.canvas.js';
export { linesFigure } from './lines.view.js';
