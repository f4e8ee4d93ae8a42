// The reader's guess: the question, and what came of it.

import { html, nothing, type TemplateResult } from 'lit';
import type { TokenView } from '../../shared/token-views.js';
import { phrases as lensPhrases, words as lensWords, spoken } from '../attn-lens.terms.js';
import type { Link } from '../focus/focus-links.js';
import type { HeadChoice } from '../head/subject.js';
import { phrase } from '../summary/summary.view.js';
import type { Phrase } from '../terms/phrase.js';
import { phrases, words } from './guess.terms.js';

export interface Guess {
  readonly query: number;
  readonly guess: number;
  readonly answer: Link;
  /** The weight of what was guessed. */
  readonly weight: number;
}

/** What is asked of the query at `query`, and why the latest answer was invalid. */
export function composeQuestion(
  { query, invalid }: { readonly query: number | null; readonly invalid: number | null },
  head: HeadChoice,
  tokens: readonly TokenView[],
): Phrase {
  const token = query === null ? undefined : tokens[query];
  if (!token) return [];
  const late = invalid === null ? undefined : tokens[invalid];
  const name = head.average
    ? spoken.average(head.layer)
    : lensWords.headNamed(`${head.layer}.${head.head}`);
  return [...(late ? [...lensPhrases.masked(token, late), ' '] : []), ...phrases.ask(token, name)];
}

export function guessResult(
  { query, guess, answer, weight }: Guess,
  tokens: readonly TokenView[],
  next: () => void,
): TemplateResult | typeof nothing {
  const [token, guessed] = [tokens[query], tokens[guess]];
  if (!token || !guessed) return nothing;
  const right = guess === answer.index;
  const said = right ? phrases.right(guessed, weight) : phrases.wrong(guessed, weight);
  return html`<div class="row" part="predict">
    <p class="guessed ${right ? 'right' : ''}" role="status">${phrase(said)}</p>
    <button type="button" class="plain" data-next @click=${next}>${words.askAnother}</button>
  </div>`;
}
