// The head beside the chosen one: another head of the same text, or the same head on another text or model. Loaded when first
// asked for. Knows what is compared, not how it is drawn.

import type { LitElement } from 'lit';
import type { Trace } from '../../runtime/trace/index.js';
import { TraceSource } from '../shared/trace-source.js';
import type { Focus } from './reading.js';
import {
  deriveHead,
  deriveSubject,
  type Head,
  type HeadChoice,
  holdHead,
  type ShownHead,
  type Subject,
} from './subject.js';

/** What `compare` says. */
export type Compared =
  /** Another head of what is shown. */
  | { readonly kind: 'head'; readonly head: Head }
  /** The same head in the live run beside a recording, or in the recording beside a live run. */
  | { readonly kind: 'other' }
  /** A head of the trace at an address, the same one where none is named. */
  | { readonly kind: 'file'; readonly src: string; readonly head: Head | null };

/** Reads the attribute: `4.11`, `other`, or an address, as in `traces/dog.json` and `traces/dog.json#4.11`. */
export function readCompared(text: string): Compared {
  const plain = readHead(text.trim());
  if (plain) return { kind: 'head', head: plain };
  if (text.trim() === 'other') return { kind: 'other' };
  const [, src = text, name = ''] = /^(.*?)(?:#(\d+\.\d+))?$/s.exec(text.trim()) ?? [];
  return { kind: 'file', src, head: readHead(name) };
}

function readHead(text: string): Head | null {
  const [, layer, head] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
  return layer !== undefined && head !== undefined
    ? { layer: Number(layer), head: Number(head) }
    : null;
}

/** What a comparison is made with. */
export interface ComparedWith {
  readonly first: ShownHead;
  /** The recording beside a live run, or the live run beside a recording. */
  readonly other: Trace | null;
}

export class Comparison {
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
  resolve(compared: Compared, { first, other }: ComparedWith): ShownHead | null {
    const src = compared.kind === 'file' ? compared.src : null;
    this.#source.read({ trace: null, src, inline: null });
    const { subject } = first;
    const trace =
      compared.kind === 'head'
        ? subject.trace
        : compared.kind === 'other'
          ? other
          : this.#source.trace;
    // A file that failed leaves the trace before it, which is not what was asked for.
    if (!trace || (src !== null && (this.#source.loading || this.#source.error))) return null;
    this.#subject =
      trace === subject.trace ? subject : deriveSubject(trace, subject, this.#subject);
    const named = compared.kind === 'other' ? null : compared.head;
    const choice: HeadChoice = {
      ...holdHead(trace, named ?? first),
      average: named === null && first.average,
    };
    this.#shown = deriveHead(this.#subject, choice, this.#shown);
    return this.#shown;
  }
}

/** The same place in another text, by position; nothing where it has none. */
export function linkFocus(focus: Focus | null, trace: Trace): Focus | null {
  if (!focus) return null;
  const { queries, keys } = trace.shape;
  const inside =
    focus.kind === 'cell'
      ? focus.query < queries && focus.key < keys
      : focus.kind === 'token'
        ? focus.token < queries
        : focus.key < keys;
  return inside ? focus : null;
}
