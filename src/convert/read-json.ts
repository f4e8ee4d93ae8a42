// JSON files of a checkpoint.

import { shorten } from '../runtime/shorten.js';
import { type CheckpointFiles, MOST_JSON_BYTES } from './checkpoint-files.js';
import { ConvertError, type ConvertErrorCode } from './convert-error.js';
import { parseJson } from './parse-json.js';

/**
 * @param options `advice`: what to do where it cannot be read.
 * @throws {ConvertError} of `code` where there is no such file, or it is not JSON; and what reading it throws.
 */
export async function readJson(
  files: CheckpointFiles,
  name: string,
  code: ConvertErrorCode,
  { advice = '', parse = parseJson }: { advice?: string; parse?: (text: string) => unknown } = {},
): Promise<unknown> {
  const refuse = (why: string, cause?: unknown) => {
    const problem = `${name} cannot be read as JSON: ${why}. ${advice}`.trimEnd();
    return new ConvertError(code, problem, { cause });
  };
  const file = await files.open(name);
  if (!file) throw refuse('it is not there');
  const { size } = file;
  if (size > MOST_JSON_BYTES) {
    throw refuse(`it has ${size} bytes; at most ${MOST_JSON_BYTES} are read`);
  }
  const bytes = await file.read(0, size);
  try {
    return parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw refuse(cause instanceof Error ? shorten(cause.message) : '', cause);
  }
}
