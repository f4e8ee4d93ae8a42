// Lit's Trusted Types policy in the built scripts, each of which has a Lit of its own: the second would ask for a name that
// is taken, and define nothing. The build puts this in the place of Lit's own call.

import { type Policy, sharedPolicy } from '../../runtime/index.js';

/** @throws {Error} where the page's `trusted-types` names neither Lit's policy nor ours. */
export function templatePolicy(): Policy | undefined {
  // A Lit of the page's own may have taken the first.
  for (const name of ['lit-html', 'attention-lens']) {
    try {
      return sharedPolicy(name);
    } catch {}
  }
  throw new Error(
    'attention-lens needs "trusted-types lit-html attention-lens" in the Content-Security-Policy.',
  );
}
