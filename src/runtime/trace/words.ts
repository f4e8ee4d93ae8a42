// Which tokens continue the word of the token before them.

import type { TraceToken } from './format.js';

/** One entry per token. What a token says of itself counts; else it is read from the texts. */
export function findContinuations(tokens: readonly TraceToken[]): boolean[] {
  return tokens.map((token, index) => token.continues ?? continuesWord(tokens[index - 1], token));
}

/** True where a letter or digit follows a letter or digit without a space: "didn" + "'t", "em" + "powers". */
function continuesWord(before: TraceToken | undefined, token: TraceToken): boolean {
  // A token with a part of a character only is no letter.
  if (!before || !('text' in before) || !('text' in token)) return false;
  return /[\p{L}\p{N}\p{M}]$/u.test(before.text) && /^['’]?[\p{L}\p{N}\p{M}]/u.test(token.text);
}
