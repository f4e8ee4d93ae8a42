// The head beside the chosen one: another head of the same text, or the same head on another text or model. Knows what is
// compared, not how it is drawn.

import type { LitElement } from 'lit';
import type { Trace } from '../../../runtime/trace/index.js';
import { TraceSource } from '../../shared/trace-source.js';
import {
  clampChoice,
  deriveHead,
  deriveSubject,
  type ShownHead,
  type Subject,
} from '../head/subject.js';
import type { CompareTarget } from './compare-target.js';

/** What a comparison is made with. */
export interface CompareSources {
  readonly first: ShownHead;
  /** The recording beside a live run, or the live run beside a recording. */
  readonly other: Trace | null;
}

export class SecondHeadResolver {
  readonly #source: TraceSource;
  #subject: Subject | null = null;
  #shown: ShownHead | null = null;

  constructor(host: LitElement) {
    this.#source = new TraceSource(host);
  }

  get error(): Error | null {
    return this.#source.error;
  }

  /** The second head; `null` while its trace is on its way, or where it cannot be had. */
  resolve(compared: CompareTarget, { first, other }: CompareSources): ShownHead | null {
    const src = compared.kind === 'file' ? compared.src : null;
    this.#source.read({ trace: null, src, inline: null });
    const { subject } = first;
    const traces = { head: subject.trace, other, file: this.#source.trace };
    const trace = traces[compared.kind];
    // A file that failed leaves the trace before it, which is not what was asked for.
    if (!trace || (src !== null && (this.#source.loading || this.#source.error))) return null;
    this.#subject =
      trace === subject.trace ? subject : deriveSubject(trace, subject, this.#subject);
    this.#shown = deriveHead(
      this.#subject,
      clampChoice(trace, compared.head ?? first),
      this.#shown,
    );
    return this.#shown;
  }
}
