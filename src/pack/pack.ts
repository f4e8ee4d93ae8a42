// The script of `dist/pack/`, the page on which a checkpoint becomes a model pack. Classic, so that a page that was opened as a
// file can say why it does nothing.

import { render } from 'lit';
import { MakerController } from './maker.controller.js';
import type { PackState } from './state.js';
import { makerView } from './view/maker.view.js';
import { problemView } from './view/problem.view.js';
import type { Problem } from './wire.js';

const WORKER = 'pack-worker.js';

const root = document.querySelector<HTMLElement>('#maker');
if (root) start(root);

function start(root: HTMLElement): void {
  const problem = problemOfPlace();
  if (problem) {
    render(problemView(problem), root);
    return;
  }
  let step: PackState['step'] = 'choose';
  const show = (state: PackState) => {
    render(makerView(state, maker), root);
    if (state.step === step) return;
    step = state.step;
    // What was pressed is gone: the keyboard continues at what came in its place.
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

/** Browsers give neither workers to a file nor hashes to a page over plain http. */
function problemOfPlace(): Problem | undefined {
  if (location.protocol === 'file:') {
    const message = 'A page that was opened as a file may not start what converts.';
    return { message, advice: 'Open it through a web server, as in “npx serve”, or from a site.' };
  }
  if (isSecureContext) return undefined;
  const message = 'This page works over https only, for it has to compute hashes.';
  return { message, advice: 'Open it over https, or from localhost.' };
}
