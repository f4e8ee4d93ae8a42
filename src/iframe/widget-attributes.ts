// What the address of the embed page may set on each widget, and how a value of it is read: a value that is not of its kind
// is refused. `parameters.ts` reads the whole address.

import { attributes as lens, parts as lensParts } from '../elements/attn-lens/attributes.js';
import { attributes as finder, parts as finderParts } from '../elements/head-finder/attributes.js';
import {
  attributes as sandbox,
  parts as sandboxParts,
} from '../elements/qkv-sandbox/attributes.js';
import { type Attribute, type Attributes, listAttributes } from '../elements/shared/attributes.js';
import { hasCredentials } from '../runtime/fetch/credentials.js';

/** Tags that the page knows, in the order in which they stand where the address does not say. */
export const WIDGETS = ['attn-lens', 'head-finder', 'qkv-sandbox'] as const;

export type Widget = (typeof WIDGETS)[number];

/** The keys and values of the sandbox one by one. */
const SINGLE = [1, 2, 3, 4, 5, 6].flatMap((at) => [`k${at}`, `v${at}`]);

/** Names of parts that can be hidden or locked. */
export const PARTS: Readonly<Record<'hide' | 'lock', Readonly<Record<Widget, string>>>> = {
  hide: {
    'attn-lens': lensParts.hide,
    'head-finder': finderParts.hide,
    'qkv-sandbox': sandboxParts.hide,
  },
  lock: {
    'attn-lens': lensParts.lock,
    'head-finder': '',
    'qkv-sandbox': `${sandboxParts.lock} ${SINGLE.join(' ')}`,
  },
};

/** How much is said of what was refused. */
const MOST_SHOWN = 60;

/** What an address may name: where the page is, and for which widgets the value is. */
interface Place {
  readonly page: string;
  readonly tags: readonly Widget[];
}

/** Reads a value, or throws a `Refusal`. */
type Kind = (value: string, place: Place) => string;

export class Refusal extends Error {
  /** What of the value holds all the same. */
  readonly rest: string | undefined;

  constructor(message: string, rest?: string) {
    super(message);
    this.rest = rest;
  }
}

const text: Kind = (value) => value;

const within = (least: number, most: number): string =>
  most === Number.POSITIVE_INFINITY ? `from ${least}` : `from ${least} to ${most}`;

const whole =
  (least: number, most = Number.POSITIVE_INFINITY): Kind =>
  (value) => {
    const number = Number(value);
    if (/^\d{1,9}$/.test(value) && number >= least && number <= most) return String(number);
    throw new Refusal(`must be a whole number ${within(least, most)}`);
  };

/** `5`, or with its layer `5.5`, as heads are written everywhere else. */
const head: Kind = (value) => {
  const [, layer = '', inLayer = ''] = /^(\d{1,4})\.(\d{1,4})$/.exec(value) ?? [];
  if (layer) return `${Number(layer)}.${Number(inLayer)}`;
  if (!/^\d{1,9}$/.test(value)) {
    throw new Refusal('must be a whole number from 0, or layer.head as in 5.1');
  }
  return String(Number(value));
};

const decimal =
  (least: number, most: number): Kind =>
  (value) => {
    const number = value.trim() === '' ? Number.NaN : Number(value);
    if (number >= least && number <= most) return value;
    throw new Refusal(`must be a number ${within(least, most)}`);
  };

/** `false` is the absence of the attribute. */
export const OFF = '\0off';
const flag: Kind = (value) => {
  if (value === 'false') return OFF;
  if (value === '' || value === 'true') return '';
  throw new Refusal('is a switch: give it without a value, or as true or false');
};

export const oneOf =
  (...values: readonly string[]) =>
  (value: string): string => {
    if (values.includes(value)) return value;
    throw new Refusal(`must be one of ${values.join(', ')}`);
  };

/** Names of parts. One that no widget knows is refused, and the others still do what they should. */
const partsIn =
  (what: 'hide' | 'lock'): Kind =>
  (value, { tags }) => {
    const known = new Set(tags.flatMap((tag) => PARTS[what][tag].split(' ')));
    const names = value.split(/\s+/).filter(Boolean);
    const unknown = names.find((name) => !known.has(name));
    if (unknown === undefined) return value;
    throw new Refusal(
      `takes names of parts, and ${tags.join(', ')} has none that is called ${quoted(unknown)}`,
      names.filter((name) => known.has(name)).join(' '),
    );
  };

/** Entries of one form. */
const listOf =
  (entry: RegExp, separator: RegExp, example: string): Kind =>
  (value) => {
    const entries = value.trim().split(separator).filter(Boolean);
    if (entries.every((one) => entry.test(one))) return value;
    throw new Refusal(`must be written as in ${example}`);
  };

/** A head, or all of a layer. */
const HEAD = /^\d{1,4}\.(?:\d{1,4}|\*)$/;

/** A head, the other one of recording and live run, or the address of a trace, perhaps with a head after `#`. */
const compared: Kind = (value, { page }) => {
  if (HEAD.test(value)) return value;
  const [what = '', head = '', ...others] = value.split('#');
  if (others.length === 0 && (head === '' || HEAD.test(head))) {
    if (what === 'other') return value;
    if (/[/.]/.test(what)) return readAddress(what, page) + (head && `#${head}`);
  }
  throw new Refusal('must be a head as in 4.11, other, or the address of a trace');
};

const json: Kind = (value) => {
  try {
    JSON.parse(value);
  } catch {
    throw new Refusal('must be JSON');
  }
  return value;
};

/** What is more than its table can say. `null`: the page of the iframe sets it itself, from a parameter of that name. */
const SPECIAL: Readonly<Record<string, Kind | null>> = {
  text,
  hide: partsIn('hide'),
  lock: partsIn('lock'),
  head,
  compare: compared,
  ablate: listOf(HEAD, /[\s,]+/, '4.11 5.*'),
  model: null,
  pattern: listOf(/^\d{1,4}\.\d{1,4}$/, /_/, '10.2_11.3'),
  scene: json,
};

function kindOf(name: string, attribute: Attribute): Kind | null {
  const special = SPECIAL[name];
  if (special !== undefined) return special;
  // Which files and which elements is the page's own business: see `trace`.
  if (attribute.local) return null;
  const { type, values, min = 0, max = Number.POSITIVE_INFINITY, step } = attribute;
  if (type === Boolean) return flag;
  if (type === Number) return step ? decimal(min, max) : whole(min, max);
  return values ? oneOf(...values) : text;
}

function kindsOf(table: Attributes): Readonly<Record<string, Kind>> {
  const kinds = listAttributes(table).flatMap((attribute) => {
    const kind = kindOf(attribute.name, attribute);
    return kind ? [[attribute.name, kind] as const] : [];
  });
  return Object.fromEntries(kinds);
}

/** The attributes that an address may set. */
export const ATTRIBUTES: Readonly<Record<Widget, Readonly<Record<string, Kind>>>> = {
  'attn-lens': kindsOf(lens),
  'head-finder': kindsOf(finder),
  'qkv-sandbox': kindsOf(sandbox),
};

/** What takes any words, or the address of a trace with its own. */
const WORDY: ReadonlySet<Kind | undefined> = new Set([text, json, compared]);

export function takesAnyWords(tag: Widget, name: string): boolean {
  return WORDY.has(ATTRIBUTES[tag][name]);
}

/** Files are data to this page and never code; still it asks only servers that answer for what they send. */
export function readAddress(value: string, page: string): string {
  const url = URL.canParse(value, page) ? new URL(value, page) : undefined;
  const beside = url?.protocol.startsWith('http') && url.host === new URL(page).host;
  if (!url || hasCredentials(url.href) || !(beside || url.protocol === 'https:')) {
    throw new Refusal('must be an address on https, or beside this page');
  }
  return url.href;
}

/** What was given, short enough to read, in quotation marks. */
export function quoted(value: string): string {
  const letters = [...value.slice(0, 2 * MOST_SHOWN)];
  const short = letters.length > MOST_SHOWN ? `${letters.slice(0, MOST_SHOWN).join('')}…` : value;
  return `“${short}”`;
}
