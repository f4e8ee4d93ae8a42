// Partial files of downloads. Each run has its own, so several runs can download the same file at once. A run resumes the
// partial file of a run that has ended.

import { readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isRunning } from '../is-running.js';

/** Containers may share a cache, but each has a host name and process ids of its own. */
const HOST = hostname().replace(/[^\w-]/g, '') || 'host';

/** If a run on another host has written nothing for this long, it has ended. */
const ABANDONED_MS = 3_600_000;

/** Partial files that this process is writing. */
const growing = new Set<string>();
let count = 0;

/** Reserves the partial file for `target`, with what an ended run has left of it. Call `releasePartial` afterwards. */
export async function takePartial(target: string): Promise<string> {
  const own = `${target}.${HOST}-${process.pid}-${count++}.incomplete`;
  growing.add(own);
  const left = await abandoned(target);
  for (const path of left) {
    // Only one run can rename it.
    const taken = await rename(path, own).then(
      () => true,
      () => false,
    );
    if (taken) break;
  }
  for (const path of left) await rm(path, { force: true }).catch(() => {});
  return own;
}

/** Lets other runs resume the partial file, if it still exists. */
export function releasePartial(path: string): void {
  growing.delete(path);
}

/** Partial files of ended runs, the longest first. */
async function abandoned(target: string): Promise<string[]> {
  const prefix = `${basename(target)}.`;
  const folder = dirname(target);
  const found: { path: string; size: number }[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(prefix) || !name.endsWith('incomplete')) continue;
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats && !isGrowing(path, name.slice(prefix.length), stats.mtimeMs)) {
      found.push({ path, size: stats.size });
    }
  }
  return found.sort((a, b) => b.size - a.size).map(({ path }) => path);
}

function isGrowing(path: string, rest: string, changed: number): boolean {
  const [, host, pid] = /^([\w-]+)-(\d+)-\d+\.incomplete$/.exec(rest) ?? [];
  if (host !== HOST) return Date.now() - changed < ABANDONED_MS;
  return Number(pid) === process.pid ? growing.has(path) : isRunning(Number(pid));
}
