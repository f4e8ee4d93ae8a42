// The script of `dist/pack/`, the page on which a checkpoint becomes a model pack. Classic, so that a page that was opened as a
// file can say why it does nothing.

import { render } from 'lit';
import { MakerController } from './maker.controller.js';
import type { PackState } from './state.js';
import { makerView } from './view/maker.view.js';
import { problemView } from './view/problem.view.js';

const WORKER = 'pack-worker.js';

const root = document.querySelector<HTMLElement>('#maker');
if (root) start(root);

function start(root: HTMLElement): void {
  if (location.protocol === 'file:') {
    const message = 'A page that was opened as a file may not start what converts.';
    const advice = 'Open it through a web server, as in “npx serve”, or from a site.';
    render(problemView({ message, advice }), root);
    return;
  }
  let step: PackState['step'] = 'choose';
  const show = (state: PackState) => {
    render(makerView(state, maker), root);
    if (state.step === step) return;
    step = state.step;
    // What was pressed is gone; the keyboard goes on with what came in its place.
    root.querySelector('h2')?.focus();
  };
  const maker = new MakerController(
    () => new Worker(new URL(WORKER, document.baseURI), { type: 'module' }),
    show,
  );
  render(makerView(maker.state, maker), root);
  // A file that misses the place to drop it would replace the page.
  for (const type of ['dragover', 'drop']) {
    addEventListener(type, (event) => event.preventDefault());
  }
}
