// What did not work, and what to do about it.

import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../wire.js';

export function problemView(problem: Problem | undefined): TemplateResult | typeof nothing {
  if (!problem) return nothing;
  const { message, advice } = problem;
  return html`<div class="problem" role="alert">
    <p>${message}</p>
    ${advice ? html`<p>${advice}</p>` : nothing}
  </div>`;
}
