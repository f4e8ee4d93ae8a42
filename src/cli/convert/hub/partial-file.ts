// The file that a download grows in. Several runs may download the same file at once: each has a partial file of its own,
// and takes up what a run that has ended left behind.

import { readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isRunning } from '../is-running.js';

/** Containers share a cache, but neither a host's name nor its processes. */
const HOST = hostname().replace(/[^\w-]/g, '') || 'host';

/** A run on another host that has written nothing for so long has ended. */
const ABANDONED_MS = 3_600_000;

/** Of this process, at the moment. */
const growing = new Set<string>();
let count = 0;

/** The path to download `target` to, with what is there of it already. Give it back with `releasePartial`. */
export async function takePartial(target: string): Promise<string> {
  const own = `${target}.${HOST}-${process.pid}-${count++}.incomplete`;
  growing.add(own);
  const left = await abandoned(target);
  for (const path of left) {
    // The run that renames it first has it.
    const taken = await rename(path, own).then(
      () => true,
      () => false,
    );
    if (taken) break;
  }
  for (const path of left) await rm(path, { force: true }).catch(() => {});
  return own;
}

/** From now on another download may take it up, where it is still there. */
export function releasePartial(path: string): void {
  growing.delete(path);
}

/** The longest first. */
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
