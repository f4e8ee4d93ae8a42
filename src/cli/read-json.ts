// JSON of a stranger's, no deeper than programs can follow.

import { readFileUpTo } from './read-file.js';

/** Configs and indexes have some kilobytes; the index of the largest models has 10 MB. */
export const MOST_JSON_BYTES = 32 * 2 ** 20;

const DEEPEST = 100;

/** @throws {Error} whose message says what is wrong with it, to go after the file's name and a colon. */
export async function readJsonFile(path: string): Promise<unknown> {
  return parseJson((await readFileUpTo(path, MOST_JSON_BYTES)).toString());
}

/** @throws {Error} when it is not JSON, or nested more than a hundred times. */
export function parseJson(text: string): unknown {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > DEEPEST) throw new Error(`it is nested more than ${DEEPEST} times`);
  }
  return JSON.parse(text);
}
