// The tokens of a trace in one row, or in two where it reads others: which of them is in focus, pinned, read how strongly.

import { html, nothing, type TemplateResult } from 'lit';
import type { TokenView } from '../../shared/token-views.js';
import { words } from '../attn-lens.terms.js';
import type { FocusController } from '../focus/focus.controller.js';
import { type FocusLinks, STRONGEST, strongest } from '../focus/focus-links.js';
import type { Subject } from '../head/subject.js';
import type { LensStore } from '../lens.store.js';
import { type ChipState, tokenChips } from './tokens.view.js';

export function tokenRows(
  { trace, queries, keys }: Subject,
  { query, key, cell, reads }: FocusLinks,
  focus: FocusController,
  { pinned, pinnedKey }: Pick<LensStore, 'pinned' | 'pinnedKey'>,
): TemplateResult {
  const { crossAttention } = trace;
  const shares = new Map(
    (cell ? reads.filter(({ index }) => index === cell.key) : strongest(reads, STRONGEST)).map(
      ({ index, weight }) => [index, share(weight)],
    ),
  );
  const tabStop = (tokens: readonly TokenView[]) => Math.min(focus.tabStop, tokens.length - 1);
  const queryChip = (index: number): ChipState => ({
    active: index === query,
    pinned: index === pinned,
    tabStop: index === tabStop(queries),
    share: crossAttention ? '' : (shares.get(index) ?? ''),
  });
  const keyChip = (index: number): ChipState => ({
    active: index === key,
    pinned: index === pinnedKey,
    tabStop: index === tabStop(keys),
    share: shares.get(index) ?? '',
  });
  return html`<div
    @pointerover=${focus.handleChipPreview}
    @pointerleave=${focus.handlePreviewEnd}
    @focusin=${focus.handleChipPreview}
    @focusout=${focus.handlePreviewEnd}
    @click=${focus.handleChipClick}
    @keydown=${focus.handleChipKeydown}
  >
    ${crossAttention ? html`<p class="side">${words.looks}</p>` : nothing}
    ${tokenChips(queries, queryChip, 'token', words.tokens)}
    ${
      crossAttention
        ? html`<p class="side">${words.lookedAt}</p>
          ${tokenChips(keys, keyChip, 'key', words.keys)}`
        : nothing
    }
  </div>`;
}

/** The whole number of per cent that a chip shows; nothing below one, and 100 only for all of it. */
function share(weight: number): string {
  if (weight < 0.005) return '';
  return String(weight < 1 ? Math.min(99, Math.round(100 * weight)) : 100);
}
