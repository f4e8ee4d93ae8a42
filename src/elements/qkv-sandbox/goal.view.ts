// A goal on the card. Comes with what reads goals, where a page has one.

import { html, type TemplateResult } from 'lit';
import type { Goal } from './goal.js';
import { words } from './qkv-sandbox.terms.js';

export { readGoal } from './goal.js';
export { goal as styles } from './goal.styles.js';

/** What a teacher asks for, and whether it is there. */
export function goalNote({ text }: Goal, isReached: boolean): TemplateResult {
  return html`<p class="goal" part="goal" role="status" data-reached=${isReached}>
    ${words.goal}: <b dir="ltr">${text}</b><span>${isReached ? ` ✓ ${words.reached}` : ''}</span>
  </p>`;
}
