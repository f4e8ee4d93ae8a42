// The tokens of a text as chips: numbers in, markup out. No state, no listeners of their own.

import { html, isServer, type TemplateResult } from 'lit';
import type { SplitCharacter, TokenView } from '../../shared/token-views.js';
import { textDirection } from '../../shared/token-views.js';
import { spoken } from '../attn-lens.terms.js';

/** How one chip is drawn. */
export interface ChipState {
  /** The token in focus. */
  readonly active: boolean;
  readonly pinned: boolean;
  /** Reached by the tab key. */
  readonly tabStop: boolean;
  /** Among the strongest that the token in focus reads: its share, as a whole number of per cent. */
  readonly share: string;
}

// What a chip shows beside its text is drawn by the stylesheet from data attributes: the chip's visible text and its name
// stay the same word, and a long text takes fewer nodes.

/** The chips of a text, those that share a character joined. `side` says which side of the attention they are on. */
export function tokenChips(
  tokens: readonly TokenView[],
  state: (index: number) => ChipState,
  side: 'token' | 'key',
  label: string,
): TemplateResult {
  const pieces: TemplateResult[] = [];
  for (let index = 0; index < tokens.length; ) {
    const token = tokens[index];
    if (!token) break;
    const split = token.split;
    if (split) {
      pieces.push(
        splitChips(tokens.slice(index, index + split.count), split, state, tokens.length),
      );
      index += split.count;
    } else {
      pieces.push(chip(token, state(index), tokens.length));
      index++;
    }
  }
  const direction = textDirection(tokens.map(({ text }) => text).join(' '));
  // White space between chips would be nodes of its own.
  return html`<div class="tokens" part="tokens" role="toolbar" data-side=${side} aria-label=${label} dir=${direction}>${pieces}</div>`;
}

function splitChips(
  tokens: readonly TokenView[],
  split: SplitCharacter,
  state: (index: number) => ChipState,
  total: number,
): TemplateResult {
  const chips = tokens.map((token) => chip(token, state(token.index), total));
  return html`<span class="split"><bdi class="character" aria-hidden="true">${split.text}</bdi>${chips}</span>`;
}

function chip(token: TokenView, state: ChipState, total: number): TemplateResult {
  const classes = `chip${state.active ? ' active' : ''}${token.continues ? ' continues' : ''}`;
  const name = spoken.chip(token, total);
  const dots = '·'.repeat(token.leadingSpaces);
  // A text set as a property leaves no marker node beside it, which counts with many tokens; a server cannot set one.
  if (isServer) {
    return html`<button type="button" part="token" class=${classes} data-index=${token.index} tabindex=${state.tabStop ? 0 : -1} aria-pressed=${state.pinned} aria-label=${name}><bdi data-space=${dots} data-share=${state.share}>${token.text}</bdi></button>`;
  }
  return html`<button type="button" part="token" class=${classes} data-index=${token.index} tabindex=${state.tabStop ? 0 : -1} aria-pressed=${state.pinned} aria-label=${name}><bdi data-space=${dots} data-share=${state.share} .textContent=${token.text}></bdi></button>`;
}
