// The state of a lens as names and texts: what an address, a link or embed code carries. The names are those of attributes.

import { encode } from '../../shared/page-fragment.js';
import type { LensChoices } from '../lens.store.js';

/** What of the attributes the reader may have changed, beside the text and the live run. */
const CHOSEN = [
  'layer',
  'head',
  'average',
  'token',
  'ignore-first',
  'view',
  'stage',
  'threshold',
  'finder',
  'compare',
  'ablate',
] as const;

/** What only the page says, and another page has to be told. */
const GIVEN = ['model', 'max-tokens', 'run', 'hide', 'lock', 'predict', 'label'] as const;

export type ShareState = Readonly<Record<string, string>>;

/** What is as it is without being set. */
const DEFAULTS: ShareState = { view: 'matrix', stage: 'softmax', threshold: '0.9' };

const propertyOf = (name: string) =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The attributes that the lens has, or would have if it reflected all of its properties. */
function read(lens: object, names: readonly string[]): ShareState {
  const properties = lens as Readonly<Record<string, unknown>>;
  const entries = names.flatMap((name) => {
    const value = properties[propertyOf(name)];
    if (value === undefined || value === null || value === false || Number.isNaN(value)) return [];
    const text = value === true ? '' : String(value);
    return text === DEFAULTS[name] ? [] : [[name, text] as const];
  });
  return Object.fromEntries(entries);
}

/** What the reader chose. */
export const chosenState = (lens: LensChoices): ShareState => read(lens, CHOSEN);

/** What is needed beside it to make the same lens on another page. */
export const givenState = (lens: Element): ShareState => read(lens, GIVEN);

/** The choices that a state says; those that it does not say are as they are without an attribute. */
export function parseState(state: ShareState): Partial<LensChoices> {
  const { layer = 0, head = 0, token, threshold = DEFAULTS.threshold } = state;
  const {
    view = 'matrix',
    stage = 'softmax',
    finder = null,
    compare = null,
    ablate = null,
  } = state;
  return {
    layer: Number(layer),
    head: Number(head),
    average: state.average !== undefined,
    token: token === undefined ? null : Number(token),
    ignoreFirst: state['ignore-first'] !== undefined,
    threshold: Number(threshold),
    view,
    stage,
    finder,
    compare,
    ablate,
  };
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
