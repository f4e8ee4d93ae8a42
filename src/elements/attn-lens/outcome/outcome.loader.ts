// What comes of a run. Loads what shows it when a run or a load begins, or for a trace with next tokens.

import { html, nothing, type TemplateResult } from 'lit';
import type { LiveTrace } from '../../../runtime/index.js';
import type { Trace } from '../../../runtime/trace/index.js';
import { isUnderWay } from '../../shared/awaited-layers.js';
import { LazyPart } from '../../shared/lazy-part.js';
import type { LazyRunOutcome } from '../live/live.controller.js';
import { waiting } from '../panes/panes.view.js';
import type { OutcomeController, OutcomeHost, OutcomeOptions } from './outcome.controller.js';

export class OutcomeLoader
  extends LazyPart<OutcomeController, OutcomeHost>
  implements LazyRunOutcome
{
  constructor(host: OutcomeHost, options: OutcomeOptions) {
    super(host, async () => {
      const { OutcomeController } = await import('./outcome.controller.js');
      return new OutcomeController(host, options);
    });
  }

  begin(): void {
    this.retry();
    this.request()?.begin();
  }

  async take(trace: LiveTrace, signal: AbortSignal): Promise<void> {
    (await this.load())?.take(trace, signal);
  }

  /** The most likely next tokens, or room for them. */
  renderNext(trace: Trace): TemplateResult | typeof nothing {
    if (!trace.next && !isUnderWay(trace)) return nothing;
    return (
      this.request()?.renderNext(trace) ?? html`<div class="section">${waiting(this.error)}</div>`
    );
  }
}
