// What runs of the command that were killed leave in the cache.

import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';

/** As partial files have it in their names. */
export const HOST = hostname().replace(/[^\w-]/g, '') || 'host';

/** A name of a partial file of `file`, by a process of this host that has ended. */
export function endedRun(file: string): string {
  const { pid } = spawnSync(process.execPath, ['--version']);
  return `${file}.${HOST}-${pid}-0.incomplete`;
}
