// Whether a trace is whole: a run that takes long is shown from its first layers on.

import type { LiveTrace } from '../../runtime/index.js';
import type { Trace } from '../../runtime/trace/index.js';

const awaited = (trace: Trace | null) => (trace as LiveTrace | null)?.awaitedLayers;

/** Of a run under way, how many layers are still to come; 0 of any other trace. */
export function awaitedLayers(trace: Trace | null): number {
  return awaited(trace) ?? 0;
}

/** Whether anything is still to come: layers, or after the last of them the next tokens. */
export function isUnderWay(trace: Trace | null): boolean {
  return awaited(trace) !== undefined && !trace?.next;
}
