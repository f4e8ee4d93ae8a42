import type { TraceToken } from '../../trace/index.js';

/** A token that no tokenizer has a name for. */
export function namelessToken(id: number): Extract<TraceToken, { text: string }> {
  return { id, text: `#${id}` };
}
