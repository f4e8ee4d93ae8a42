// The state of a lens as names and texts: what an address, a link or embed code carries. The names are those of attributes.

import { listAttributes } from '../../shared/attributes.js';
import { encode } from '../../shared/page-fragment.js';
import { attributes } from '../attributes.js';
import type { LensChoices } from '../lens.store.js';

export type ShareState = Readonly<Record<string, string>>;

/** What goes along to another page. */
const SHARED = listAttributes(attributes).filter(({ local }) => !local);
const CHOSEN = SHARED.filter(({ by }) => by === 'reader');
const GIVEN = SHARED.filter(({ by }) => by !== 'reader');

/** The attributes that the lens has, or would have if it reflected all of its properties. */
function read(lens: object, shared: typeof SHARED): ShareState {
  const properties = lens as Readonly<Record<string, unknown>>;
  const entries = shared.flatMap(({ name, property, default: usual }) => {
    const value = properties[property];
    if (value === undefined || value === null || value === false || Number.isNaN(value)) return [];
    // A head is always named in full, 0.0 too.
    if (value === usual && usual !== 0) return [];
    return [[name, value === true ? '' : String(value)] as const];
  });
  return Object.fromEntries(entries);
}

/** What the reader chose. */
export const chosenState = (lens: LensChoices): ShareState => read(lens, CHOSEN);

/** What is needed beside it to make the same lens on another page. */
export const givenState = (lens: Element): ShareState => read(lens, GIVEN);

/** The choices that a state says; those that it does not say are as they are without an attribute. */
export function parseState(state: ShareState): Partial<LensChoices> {
  const entries = CHOSEN.map(({ name, property, type, default: usual = null }) => {
    const text = state[name];
    if (type === Boolean) return [property, text !== undefined];
    if (text === undefined) return [property, usual];
    return [property, type === Number ? Number(text) : text];
  });
  return Object.fromEntries(entries) as Partial<LensChoices>;
}

// As one value in the fragment of an address, `layer:5;head:5;text:The~20dog`: characters that stay as they are whoever
// writes the address anew, with `~` in the place of `%`.

export function writeState(state: ShareState): string {
  return Object.entries(state)
    .map(([name, value]) => `${name}:${escapeValue(value)}`)
    .join(';');
}

export function readState(text: string): ShareState {
  const entries = text.split(';').flatMap((part) => {
    const [, name, value] = /^([a-z-]+):(.*)$/.exec(part) ?? [];
    return name === undefined || value === undefined ? [] : [[name, unescapeValue(value)] as const];
  });
  return Object.fromEntries(entries);
}

function escapeValue(value: string): string {
  return encode(value)
    .replace(/[~!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%', '~');
}

function unescapeValue(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('~', '%'));
  } catch {
    return '';
  }
}
