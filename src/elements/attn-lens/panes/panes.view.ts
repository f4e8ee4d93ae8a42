// The content of a pane while its part is loaded, or could not be.

import { html, type TemplateResult } from 'lit';
import { words } from '../attn-lens.terms.js';

export function waiting(error: Error | null): TemplateResult {
  return html`<p class="aside" aria-live="polite">
    ${error ? words.partFailed(error.message) : words.partLoading}
  </p>`;
}
