// Files of a stranger's: no more than a limit is read, from nothing but a file.

import { readFile, stat } from 'node:fs/promises';

/** @throws {Error} whose message says what is wrong with it, to go after the file's name and a colon. */
export async function readFileUpTo(path: string, most: number): Promise<Buffer<ArrayBuffer>> {
  // Before it is opened: a pipe would wait for somebody who writes to it.
  const stats = await stat(path);
  if (!stats.isFile()) throw new Error('it is no file');
  if (stats.size > most) throw new Error(`it has ${stats.size} bytes; at most ${most} are read`);
  return readFile(path);
}
