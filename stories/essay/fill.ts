// Puts the numbers of the claims, the glossary and the address of the package into the essay's text.

import { GLOSSARY, type GlossaryEntry } from '../../src/elements/attn-term/glossary.js';

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
    .replace('{{glossary}}', () => Object.entries(GLOSSARY).map(listEntry).join(''))
    .replace(/\{\{([\w-]+)\.([\w-]+)\}\}/g, (_, claim: string, name: string) => {
      const number = numbers[claim]?.[name];
      if (number === undefined) {
        throw new Error(`The essay asks for {{${claim}.${name}}}, which there is not.`);
      }
      return `<b class="measured">${escapeHtml(number)}</b>`;
    });
}

const listEntry = ([id, { name, definition }]: [string, GlossaryEntry]): string =>
  `<dt data-term="${id}">${escapeHtml(name)}</dt><dd>${escapeHtml(definition)}</dd>`;

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
