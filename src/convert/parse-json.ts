// JSON of a stranger's, no deeper than programs can follow.

const DEEPEST = 100;

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
