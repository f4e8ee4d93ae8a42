// JSON files of a stranger's.

import { MOST_JSON_BYTES } from '../convert/checkpoint-files.js';
import { parseJson } from '../convert/parse-json.js';
import { readFileUpTo } from './read-file.js';

/** @throws {Error} whose message says what is wrong with it, to go after the file's name and a colon. */
export async function readJsonFile(path: string): Promise<unknown> {
  return parseJson((await readFileUpTo(path, MOST_JSON_BYTES)).toString());
}
