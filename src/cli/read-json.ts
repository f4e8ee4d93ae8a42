// JSON of a stranger's: no more than a limit is read, from nothing but a file, and no deeper than programs can follow.

import { readFile, stat } from 'node:fs/promises';

/** Configs and indexes have some kilobytes; the index of the largest models has 10 MB. */
export const MOST_JSON_BYTES = 32 * 2 ** 20;

const DEEPEST = 100;

/** @throws {Error} whose message says what is wrong, to go after the file's name. */
export async function readJsonFile(path: string): Promise<unknown> {
  const stats = await stat(path);
  if (!stats.isFile()) throw new Error('is no file');
  if (stats.size > MOST_JSON_BYTES) throw new Error(`is larger than ${MOST_JSON_BYTES} bytes`);
  return parseJson(await readFile(path, 'utf8'));
}

/** @throws {Error} when it is not JSON, or nested more than a hundred times. */
export function parseJson(text: string): unknown {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > DEEPEST) throw new Error(`is nested more than ${DEEPEST} times`);
  }
  return JSON.parse(text);
}
