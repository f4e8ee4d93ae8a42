// The third step: how far it is.

import { html, nothing, type TemplateResult } from 'lit';
import { megabytes } from '../megabytes.js';
import { fractionOf, progressText } from '../state.js';
import type { FoundCheckpoint, Progress } from '../wire.js';

export function makeView(
  {
    found,
    progress,
    read,
    folder,
  }: {
    readonly found: FoundCheckpoint;
    readonly progress: Progress;
    readonly read?: number;
    readonly folder?: string;
  },
  cancel: () => void,
): TemplateResult {
  return html`<h2 tabindex="-1">3. Making it</h2>
    <section class="card">
      <p>${progressText(progress)}</p>
      <progress max="1" .value=${fractionOf(progress)} aria-label="Conversion"></progress>
      <p class="note">
        ${
          read === undefined
            ? nothing
            : `${megabytes(read)} of ${megabytes(found.bytes)} have come from Hugging Face.`
        }
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
