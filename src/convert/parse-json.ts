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

/**
 * As Python writes it: NaN, Infinity and -Infinity are numbers to it. NaN is read as a text, which no number is.
 * @throws {Error} as `parseJson` does.
 */
export function parsePythonJson(text: string): unknown {
  const numbers: Readonly<Record<string, string>> = { NaN: '"NaN"', Infinity: '1e999' };
  const json = text.replace(
    /"(?:[^"\\]|\\.)*"|\b(?:NaN|Infinity)\b/g,
    (token) => numbers[token] ?? token,
  );
  return parseJson(json);
}
