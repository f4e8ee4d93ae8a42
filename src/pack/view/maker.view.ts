// The page, step by step.

import { html, type TemplateResult } from 'lit';
import type { MakerController } from '../maker.controller.js';
import { type PackState, progressText } from '../state.js';
import { chooseView } from './choose.view.js';
import { describeView } from './describe.view.js';
import { madeView } from './made.view.js';
import { makeView } from './make.view.js';

export function makerView(state: PackState, maker: MakerController): TemplateResult {
  const cancel = () => void maker.cancel();
  return html`${stepView(state, maker, cancel)}
    <div class="status" role="status">${statusText(state)}</div>`;
}

function stepView(state: PackState, maker: MakerController, cancel: () => void): TemplateResult {
  switch (state.step) {
    case 'choose':
      return chooseView(state.problem, {
        lookAtFiles: (given) => void maker.lookAtFiles(given),
        lookAtRepository: (text) => maker.lookAtRepository(text),
      });
    case 'look':
      return html`<h2 tabindex="-1">1. The checkpoint</h2>
        <section class="card">
          <p>Looking at ${state.name || 'the files'} …</p>
          <button type="button" @click=${cancel}>Cancel</button>
        </section>`;
    case 'describe':
      return describeView(state, {
        make: (words, choosing) => void maker.make(words, choosing),
        cancel,
      });
    case 'make':
      return makeView(state, cancel);
    case 'made':
      return madeView(state, { zip: () => maker.zip(), cancel });
  }
}

/** For those who hear the page. A problem is an alert of its own. */
function statusText(state: PackState): string {
  if (state.step === 'make') return progressText(state.progress);
  if (state.step === 'made' && state.zip instanceof Blob) return 'The zip file is ready.';
  return '';
}
