// Which models are checkpoints on a hub: what their load costs is said first, and only the reader starts it.

import type { Engine } from '../../runtime/index.js';

/** @param name as in `model`, or the `manifestUrl` of an engine, which tells whether `gpt2` is a package instead. */
export const isOnHub = (name = ''): boolean => /^(hf:|gpt2$)/.test(name);

/**
 * Whether a run that the reader has not asked for in so many words, such as another one of the same text, may use this engine. A
 * model on a hub that is neither loaded nor being loaded may have to be fetched whole.
 */
export function mayRunAgain({ manifestUrl, status: { state } }: Engine): boolean {
  return !isOnHub(manifestUrl) || (state !== 'idle' && state !== 'failed');
}
