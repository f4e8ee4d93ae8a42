// What comes of a run. Loads what shows it when a run or a load begins, or for a trace with next tokens.

import { html, nothing, type TemplateResult } from 'lit';
import type { LiveTrace, Truncation } from '../../../runtime/index.js';
import type { Trace } from '../../../runtime/trace/index.js';
import { isUnderWay } from '../../shared/awaited-layers.js';
import { LazyPart } from '../../shared/lazy-part.js';
import type { RunOutcome } from '../live/live.controller.js';
import { waiting } from '../panes/panes.view.js';
import type { OutcomeController, OutcomeHost, OutcomeOptions } from './outcome.controller.js';

export class OutcomeLoader extends LazyPart<OutcomeController, OutcomeHost> implements RunOutcome {
  constructor(host: OutcomeHost, options: OutcomeOptions) {
    super(host, async () => {
      const { OutcomeController } = await import('./outcome.controller.js');
      return new OutcomeController(host, options);
    });
  }

  get note(): string {
    return this.loaded?.note ?? '';
  }

  begin(): void {
    this.retry();
    this.request()?.begin();
  }

  async take(trace: LiveTrace, signal: AbortSignal): Promise<void> {
    (await this.load())?.take(trace, signal);
  }

  end(): void {
    this.loaded?.end();
  }

  renderProgress(onCancel: () => void): TemplateResult | typeof nothing {
    return this.request()?.renderProgress(onCancel) ?? nothing;
  }

  /** The choice between the recording and the live run. */
  renderViews(): TemplateResult | typeof nothing {
    return this.request()?.renderViews() ?? nothing;
  }

  renderCut(truncated: Truncation | undefined): TemplateResult | typeof nothing {
    return (truncated && this.request()?.renderCut(truncated)) || nothing;
  }

  /** The most likely next tokens, or room for them. */
  renderNext(trace: Trace): TemplateResult | typeof nothing {
    if (!trace.next && !isUnderWay(trace)) return nothing;
    return (
      this.request()?.renderNext(trace) ?? html`<div class="section">${waiting(this.error)}</div>`
    );
  }
}
