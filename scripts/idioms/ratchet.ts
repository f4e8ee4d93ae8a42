// Text from before docs/style.md may keep its idioms until somebody rewrites it; text that is new, changed or in another file may
// not have any. `old-text.txt` lists the old sentences, one a line, and only ever gets shorter.

import { idiomIn } from './idioms.js';
import { sentencesOf } from './prose.js';

/** The sentences with an idiom, as lines of `old-text.txt`: `docs/lens.md: Escape gives up a drag.` */
export function findIdioms(path: string, text: string): string[] {
  return sentencesOf(path, text)
    .filter((sentence) => idiomIn(path, sentence))
    .map((sentence) => `${path}: ${sentence}`);
}

interface Verdict {
  /** Lines that are found and not old. */
  readonly fresh: readonly string[];
  /** Lines that are old and no longer found. */
  readonly gone: readonly string[];
  /** Lines that are both. */
  readonly old: readonly string[];
}

/** @param found lines with an idiom, @param old the lines of `old-text.txt`. A line that is there twice counts twice. */
export function compare(found: readonly string[], old: readonly string[]): Verdict {
  const gone = without(old, found);
  return { fresh: without(found, old), gone, old: without(old, gone) };
}

/** The lines that are left when each of `taken` has taken one away. */
function without(lines: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** What to tell the author of a fresh line. */
export function explain(line: string, gone: readonly string[]): string {
  const [path = '', sentence = ''] = splitLine(line);
  const idiom = idiomIn(path, sentence);
  const from = gone.find((other) => splitLine(other)[1] === sentence);
  const moved = from ? ` (moved from ${splitLine(from)[0]}: rewrite it on the way)` : '';
  return `${path}: "${idiom?.name}"${moved}; try: ${idiom?.instead}\n    ${sentence}`;
}

function splitLine(line: string): [path: string, sentence: string] {
  const at = line.indexOf(': ');
  return [line.slice(0, at), line.slice(at + 2)];
}
