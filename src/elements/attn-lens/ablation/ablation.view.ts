// The drawer in which heads are switched off: presets, a switch for every head, and what became of the next token.

import { html, nothing, svg, type TemplateResult } from 'lit';
import { times } from '../../../runtime/attention/index.js';
import type { ErrorInfo } from '../../../runtime/index.js';
import { type TokenView, viewTokens } from '../../shared/token-views.js';
import { phrase } from '../summary/summary.view.js';
import { decimal } from '../terms/number.terms.js';
import { phrases, words } from './ablation.terms.js';
import { barScale, type NextChange } from './next-change.js';

export interface AblationPanel {
  /** The head on screen, as in `4.11`, and its layer. */
  readonly head: string;
  readonly layer: number;
  readonly layers: number;
  readonly heads: number;
  /** How many heads a finder found. */
  readonly found: number;
  /** What is off, as text, and how many heads that are. */
  readonly off: string;
  readonly count: number;
  /** The most likely one before first; `null` while there is nothing to compare. */
  readonly changes: readonly NextChange[] | null;
  /** The run with all heads, which it is compared with, is under way. */
  readonly awaited: boolean;
  readonly running: boolean;
  readonly error: ErrorInfo | null;
  readonly onHead: () => void;
  readonly onLayer: () => void;
  readonly onOthers: () => void;
  readonly onFound: () => void;
  readonly onAll: () => void;
  readonly onReset: () => void;
}

/** As many heads as are named one by one. */
const NAMED = 4;

export function ablationPanel(panel: AblationPanel): TemplateResult {
  const { changes, running, error, count, found } = panel;
  const nothingSaid = panel.awaited && count > 0 ? words.outcomeAwaited : words.nothingOff;
  const tokens = viewTokens((changes ?? []).map(({ id, text }) => ({ id, text })));
  const preset = (name: string, text: string, press: () => void) =>
    html`<button type="button" class="plain" data-off=${name} @click=${press}>${text}</button>`;
  return html`<div class="ablation">
    <div class="row" role="group" aria-label=${words.switchOff}>
      ${preset('head', words.thisHead(panel.head), panel.onHead)}
      ${preset('layer', words.itsLayer(panel.layer), panel.onLayer)}
      ${found > 0 ? preset('found', words.foundHeads(found), panel.onFound) : nothing}
      ${preset('others', words.allOthers, panel.onOthers)}
      ${preset('all', words.everyHead, panel.onAll)}
      <button type="button" class="plain" data-off="none" ?disabled=${count === 0} @click=${panel.onReset}>${words.allOn}</button>
    </div>
    <div class="sides">
      ${switches(panel)}
      <div class="outcome">
        <p class="said" part="ablation" role="status" aria-busy=${running}>
          ${changes && count > 0 ? sentence(panel, tokens) : nothingSaid}
        </p>
        ${error ? html`<p class="problem" role="alert"><strong>${error.message}</strong> ${error.advice}</p>` : nothing}
        ${changes && count > 0 ? bars(changes, tokens) : nothing}
      </div>
    </div>
  </div>`;
}

function switches({ layers, heads }: AblationPanel): TemplateResult {
  const numbers = (count: number) =>
    times(count, (index) => html`<span .textContent=${String(index)}></span>`);
  return html`<div class="switches" part="switches">
    <div class="columns" aria-hidden="true">${numbers(heads)}</div>
    <div class="rows" aria-hidden="true">${numbers(layers)}</div>
    <div class="plot"><div role="grid" aria-label=${words.switches}></div></div>
    <p class="note">${words.switchesHint}</p>
  </div>`;
}

/** 13.5 %: a tenth, so that small changes are seen. */
const exact = (p: number, below = false) => decimal(`${below ? '<' : ''}${(100 * p).toFixed(1)} %`);

function sentence({ changes, off, count }: AblationPanel, tokens: readonly TokenView[]) {
  const [change, token] = [changes?.[0], tokens[0]];
  if (!change || !token) return nothing;
  const names = off.split(' ');
  const without = names.length <= NAMED ? words.headsNamed(names) : words.headsCounted(count);
  const [before, after] = [exact(change.before), exact(change.after, change.below === 'after')];
  const said = phrases.without(
    without,
    token,
    before,
    after,
    Math.sign(change.after - change.before),
  );
  const top = [...(changes ?? [])].sort((a, b) => b.after - a.after)[0];
  const now = top && tokens[(changes ?? []).indexOf(top)];
  const others = now && top !== change ? phrases.nowMostLikely(now, exact(top.after)) : [];
  return phrase([...said, ...others]);
}

function bars(changes: readonly NextChange[], tokens: readonly TokenView[]): TemplateResult {
  const most = barScale(changes);
  const bar = (p: number, which: string) =>
    svg`<rect class=${which} width=${`${Math.min(100, (100 * p) / most)}%`} height="6" y=${which === 'before' ? 0 : 8} rx="2"></rect>`;
  return html`<ul class="changes" aria-label=${words.beforeAndAfter}>
      ${changes.map((change, index) => {
        const token = tokens[index];
        const dots = '·'.repeat(token?.leadingSpaces ?? 0);
        return html`<li>
        <bdi data-space=${dots} .textContent=${token?.text}></bdi>
        <svg aria-hidden="true">${bar(change.before, 'before')} ${bar(change.after, 'after')}</svg>
        <span>${exact(change.before, change.below === 'before')} → ${exact(change.after, change.below === 'after')}</span>
      </li>`;
      })}
    </ul>
    <p class="note keys-of-bars">
      <span class="before">${words.before}</span> <span class="after">${words.after}</span>
      <span>${words.barsTo(decimal(`${+(100 * most).toFixed(1)} %`))}</span>
    </p>`;
}
