// The third step: how far it is.

import { html, type TemplateResult } from 'lit';
import { fractionOf, progressText } from '../state.js';
import type { Progress } from '../wire.js';

export function makeView(
  { progress, folder }: { readonly progress: Progress; readonly folder?: string },
  cancel: () => void,
): TemplateResult {
  return html`<h2 tabindex="-1">3. Making it</h2>
    <section class="card">
      <p>${progressText(progress)}</p>
      <progress max="1" .value=${fractionOf(progress)} aria-label="Conversion"></progress>
      <p class="note">
        ${
          folder
            ? html`Files go to <strong>${folder}</strong> as they are made.`
            : 'The files are kept in memory until you save them.'
        }
        Keep this tab open: a browser may slow down one that is out of sight.
      </p>
      <button type="button" @click=${cancel}>Cancel</button>
    </section>`;
}
