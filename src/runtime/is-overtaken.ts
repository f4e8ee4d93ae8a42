// Which errors of a run are not failures.

import type { ErrorInfo } from './api.js';

/** Whether a run ended because something newer took its place or nobody waited for it any more. */
export function isOvertaken({ code }: ErrorInfo): boolean {
  return /^(aborted|superseded|released)$/.test(code);
}
