// Text as the words that GPT-2's tokenizer joins bytes within. White space is Unicode's, as in the regular expressions of
// other languages: JavaScript's \s has U+FEFF too, and lacks U+0085.
//
// Joining the bytes of one word takes time that grows with the square of its length, so a "word" of more than 1,000 letters,
// digits, signs or spaces is cut into such pieces. Real words are shorter.

/** GPT-2's pattern: contractions, letters, digits, other signs, and the white space between them. */
const WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** A thousand of one kind in a row, the kinds being those of `WORD`. */
const LONG_WORD =
  /\p{L}{1000}|\p{N}{1000}|[^\p{White_Space}\p{L}\p{N}]{1000}|\p{White_Space}{1000}/gu;

/** Joined, they are the text. */
export function splitWords(text: string): string[] {
  return cutLongWords(text).flatMap((piece) => piece.match(WORD) ?? []);
}

function cutLongWords(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const { index, 0: word } of text.matchAll(LONG_WORD)) {
    pieces.push(text.slice(start, index + word.length));
    start = index + word.length;
  }
  pieces.push(text.slice(start));
  return pieces;
}
