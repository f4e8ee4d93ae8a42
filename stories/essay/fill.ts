// Puts the numbers of the claims and the address of the package into the essay's text.

export interface Filling {
  /** Where `traces/` is, seen from the page; ends with a slash, or is empty. */
  readonly base: string;
  /** By claim, by name. */
  readonly numbers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** @throws {Error} when the text asks for something that there is not. */
export function fill(text: string, { base, numbers }: Filling): string {
  return text
    .replaceAll('{{base}}', escapeHtml(base))
    .replace(/\{\{([\w-]+)\.([\w-]+)\}\}/g, (_, claim: string, name: string) => {
      const number = numbers[claim]?.[name];
      if (number === undefined) {
        throw new Error(`The essay asks for {{${claim}.${name}}}, which there is not.`);
      }
      return `<b class="measured">${escapeHtml(number)}</b>`;
    });
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
