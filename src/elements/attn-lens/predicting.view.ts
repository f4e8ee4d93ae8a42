// The reader's guess: the question, and what came of it.

import { html, nothing, type TemplateResult } from 'lit';
import type { TokenView } from '../shared/token-views.js';
import { type Phrase, phrases, words } from './phrases.js';
import type { Guess, Predicting } from './predicting.js';
import { phrase } from './reading.view.js';

/** What is asked; and why the latest guess was none. */
export function composeQuestion(
  { query, refused }: Pick<Predicting, 'query' | 'refused'>,
  tokens: readonly TokenView[],
): Phrase {
  const token = query === null ? undefined : tokens[query];
  if (!token) return [];
  const late = refused === null ? undefined : tokens[refused];
  return [...(late ? [...phrases.masked(token, late), ' '] : []), ...phrases.ask(token)];
}

export function guessResult(
  { query, guess, answer, weight }: Guess,
  tokens: readonly TokenView[],
  next: () => void,
): TemplateResult | typeof nothing {
  const [token, guessed] = [tokens[query], tokens[guess]];
  if (!token || !guessed) return nothing;
  const said = guess === answer.index ? phrases.right() : phrases.wrong(guessed, weight);
  return html`<div class="row" part="predict">
    <p class="guessed" role="status">${phrase(said)}</p>
    <button type="button" class="plain" data-next @click=${next}>${words.askAnother}</button>
  </div>`;
}
