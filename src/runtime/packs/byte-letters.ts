// Byte-level tokenizers write tokens as text, a letter for each byte. The letters are those of GPT-2's `vocab.json`, where a
// space is "Ġ": bytes that print are themselves, and the others are the letters from U+0100 on, in order.

const PRINTED = /[!-~¡-¬®-ÿ]/;

/** Per byte. */
export const BYTE_LETTERS: readonly string[] = byteLetters();

const bytes: ReadonlyMap<string, number> = bytesByLetter();

/** The letters of a text's UTF-8. */
export function toLetters(utf8: ArrayLike<number>): string {
  let letters = '';
  for (let at = 0; at < utf8.length; at++) letters += BYTE_LETTERS[utf8[at] ?? 0];
  return letters;
}

/** The bytes of a token; nothing where one of its letters does not stand for a byte. */
export function fromLetters(letters: string): Uint8Array<ArrayBuffer> | undefined {
  const found = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) {
    const byte = bytes.get(letters[at] as string);
    if (byte === undefined) return undefined;
    found[at] = byte;
  }
  return found;
}

function byteLetters(): string[] {
  const letters: string[] = [];
  let next = 0x100;
  for (let byte = 0; byte < 0x100; byte++) {
    const letter = String.fromCharCode(byte);
    letters.push(PRINTED.test(letter) ? letter : String.fromCharCode(next++));
  }
  return letters;
}

function bytesByLetter(): Map<string, number> {
  const bytes = new Map<string, number>();
  for (let byte = 0; byte < 0x100; byte++) bytes.set(BYTE_LETTERS[byte] as string, byte);
  return bytes;
}
