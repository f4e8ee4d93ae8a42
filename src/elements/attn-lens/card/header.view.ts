// What the lens says of the trace as a whole: whose numbers these are, and where they are from.

import { html, nothing, type TemplateResult } from 'lit';
import type { Plan } from '../../../runtime/index.js';
import type { Trace } from '../../../runtime/trace/index.js';
import { isUnderWay } from '../../shared/awaited-layers.js';
import { words } from '../attn-lens.terms.js';
import { deviceName } from '../live/live.view.js';

/** Whether the numbers were recorded, run here, are being run or made up, by which model, and for a live run where. */
export function badge(trace: Trace, plan: Plan | undefined): TemplateResult {
  const { provenance, model } = trace;
  const kind = isUnderWay(trace) ? 'running' : provenance.kind;
  return html`<span class="badge ${kind}" part="badge">
    ${words[kind]} · <bdi>${model.name}</bdi>${plan ? ` · ${deviceName(plan)}` : nothing}
  </span>`;
}

/** Where the numbers are from, always in sight. */
export function source(trace: Trace): TemplateResult {
  return html`<footer part="source">${sourceText(trace)}</footer>`;
}

export function sourceText({ provenance, tokens, keys, crossAttention }: Trace): TemplateResult {
  const { url, licence, precision } = provenance;
  const name = url
    ? html`<a href=${url} rel="noopener noreferrer">${provenance.source}</a>`
    : provenance.source;
  return html`${words.sourceOf[provenance.kind]}: ${name}${licence ? `, ${licence}` : nothing} ·
    ${words.size(tokens.length, crossAttention ? keys.length : null)}${precision ? ` · ${precision}` : nothing}`;
}
