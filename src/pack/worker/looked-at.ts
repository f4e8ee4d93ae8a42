// A checkpoint that is open, wherever it is, and what can be said of it at once.

import type { Checkpoint } from '../../convert/checkpoint.js';
import type { CheckpointFiles } from '../../convert/checkpoint-files.js';
import type { PackWords } from '../wire.js';

export interface LookedAt {
  readonly files: CheckpointFiles;
  readonly checkpoint: Checkpoint;
  readonly suggested: Pick<PackWords, 'id' | 'name' | 'source'>;
  /** The commit, where it is from a repository. */
  readonly revision?: string | undefined;
}
