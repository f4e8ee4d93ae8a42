// What the panes show at the moment.

import type { Trace } from '../../../runtime/trace/index.js';
import type { FocusLinks } from '../focus/focus-links.js';
import type { ShownHead } from '../head/subject.js';
import type { ShownTrace } from '../lens.store.js';

export interface PanesInput {
  readonly shown: ShownHead;
  readonly links: FocusLinks;
  /** The trace beside the one on screen, and which it is. */
  readonly other: { readonly trace: Trace; readonly is: ShownTrace } | null;
}
