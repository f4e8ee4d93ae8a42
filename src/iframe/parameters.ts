// The address of the embed page, read: which widgets, with which attributes. Pure; every value is checked here, and what comes
// out is attributes and names of files, never markup or code. docs/embedding.md has the list for readers, of which `npm run attributes` writes the attributes.

import { attributes as lens, parts as lensParts } from '../elements/attn-lens/attributes.js';
import { attributes as finder, parts as finderParts } from '../elements/head-finder/attributes.js';
import {
  attributes as sandbox,
  parts as sandboxParts,
} from '../elements/qkv-sandbox/attributes.js';
import { type Attribute, type Attributes, listAttributes } from '../elements/shared/attributes.js';
import { hasCredentials } from '../runtime/fetch/credentials.js';
import { readHubAddress } from '../runtime/packs/hub-address.js';
import type { Trace } from '../runtime/trace/index.js';

/** Tags that the page knows, in the order in which they stand where the address does not say. */
const WIDGETS = ['attn-lens', 'head-finder', 'qkv-sandbox'] as const;

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

/** The recordings of the package. */
export const RECORDINGS = [
  'dog',
  'john-smith',
  'data-visualization',
  'artificial-intelligence',
  'spaceship',
] as const;

export type Recording = (typeof RECORDINGS)[number];

/** Where the trace is. */
export type TracePlace =
  | { readonly recording: Recording; readonly url?: never }
  | { readonly url: string; readonly recording?: never };

interface WidgetRequest {
  readonly tag: Widget;
  readonly attributes: ReadonlyMap<string, string>;
}

export interface EmbedRequest {
  readonly widgets: readonly WidgetRequest[];
  readonly theme: 'auto' | 'light' | 'dark';
  readonly lang: string | undefined;
  readonly trace: TracePlace | undefined;
  /** `tiny`, `gpt2`, a name on a hub as `hf:owner/name`, or an absolute address. */
  readonly model: string | undefined;
  /** A sentence for everything that was refused. */
  readonly problems: readonly string[];
}

/** Longest values, in UTF-16 units: more than any teacher types, less than what makes an element slow. */
const MOST = 4_000;
const MOST_TEXT = 20_000;
const LONG = /^(?:[\w-]+\.)?(?:text|scene)$/;

/** How much is said of what was refused. */
const MOST_SHOWN = 60;
const MOST_PROBLEMS = 8;

/** What an address may name: where the page is, and for which widgets the value is. */
interface Place {
  readonly page: string;
  readonly tags: readonly Widget[];
}

/** Reads a value, or throws a `Refusal`. */
type Kind = (value: string, place: Place) => string;

class Refusal extends Error {
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
const OFF = '\0off';
const flag: Kind = (value) => {
  if (value === 'false') return OFF;
  if (value === '' || value === 'true') return '';
  throw new Refusal('is a switch: give it without a value, or as true or false');
};

const oneOf =
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

/**
 * Reads the query of the page's address.
 * @param query as in `location.search`.
 * @param page the address of the page itself: a trace or model may lie on its origin, whatever its protocol.
 */
export function readParameters(query: string, page: string): EmbedRequest {
  const problems = new Set<string>();
  const given = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (given.has(name)) problems.add(`${quoted(name)} is there twice: the first one counts.`);
    else given.set(name, value);
  }
  const known = new Set<string>();
  /** What `read` makes of a parameter. What it refuses is a problem, and counts as absent. */
  const take = <T>(name: string, read: (value: string) => T): T | undefined => {
    known.add(name);
    const value = given.get(name);
    if (value === undefined) return undefined;
    try {
      const most = LONG.test(name) ? MOST_TEXT : MOST;
      if (value.length > most) throw new Refusal(`may have ${most} characters`);
      return read(value);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.add(`${quoted(name)} ${error.message}. It is ${quoted(value)}.`);
      return error.rest as T | undefined;
    }
  };

  const named = take('widgets', readWidgets) ?? ['attn-lens'];
  const tags = [...new Set(named)];
  for (const tag of tags) {
    if (named.indexOf(tag) !== named.lastIndexOf(tag)) {
      problems.add(
        `“widgets” names ${tag} twice: it is shown once. Another one needs an iframe of its own.`,
      );
    }
  }
  const theme = take('theme', oneOf('auto', 'light', 'dark'));
  const lang = take('lang', readLanguage);
  const trace = take('trace', (value) => readTrace(value, page));
  const model = take('model', (value) => readModel(value, page));
  const widgets = tags.map((tag): WidgetRequest => {
    const attributes = new Map<string, string>();
    for (const [name, kind] of Object.entries(ATTRIBUTES[tag])) {
      const having = tags.filter((one) => name in ATTRIBUTES[one]);
      const forAll = take(name, (value) => kind(value, { page, tags: having }));
      const own = take(`${tag}.${name}`, (value) => kind(value, { page, tags: [tag] })) ?? forAll;
      if (own !== undefined && own !== OFF) attributes.set(name, own);
    }
    const problem = splitHead(attributes);
    if (problem) problems.add(problem);
    return { tag, attributes };
  });
  for (const name of given.keys()) {
    if (!known.has(name)) problems.add(`${quoted(name)} is no parameter of ${tags.join(', ')}.`);
  }
  return {
    widgets,
    theme: (theme ?? 'auto') as EmbedRequest['theme'],
    lang,
    trace,
    model,
    problems: listed(problems),
  };
}

/** `head=5.1` is `layer=5&head=1`. What the two do not agree on is a problem. */
function splitHead(attributes: Map<string, string>): string | null {
  const [layer, head] = attributes.get('head')?.split('.') ?? [];
  if (layer === undefined || head === undefined) return null;
  const other = attributes.get('layer');
  attributes.set('layer', layer);
  attributes.set('head', head);
  if (other === undefined || other === layer) return null;
  return `“head” is ${layer}.${head} and names its layer: “layer”, ${other}, does not count.`;
}

/** What takes any words, or the address of a trace with its own. */
const WORDY: ReadonlySet<Kind | undefined> = new Set([text, json, compared]);

/** Whether what the page shows are words of whoever wrote the link, such as a label, a text or a trace of their own. */
export function hasForeignWords({ widgets, trace, model }: EmbedRequest): boolean {
  return (
    trace?.url !== undefined ||
    model?.includes('/') === true ||
    widgets.some(({ tag, attributes }) =>
      [...attributes].some(([name, value]) => value && WORDY.has(ATTRIBUTES[tag][name])),
    )
  );
}

/** Whether it names files on servers of its writer's choice. */
export function namesServers({ widgets, trace, model }: EmbedRequest): boolean {
  const isAddress = (value = '') => /^https?:/.test(value);
  return (
    isAddress(trace?.url) ||
    isAddress(model) ||
    widgets.some(({ attributes }) => isAddress(attributes.get('compare')))
  );
}

/** What a trace does not have, of what the address asks for. */
export function beyond(
  { model, tokens }: Pick<Trace, 'model' | 'tokens'>,
  attributes: WidgetRequest['attributes'],
): string[] {
  const counts = { layer: model.layers, head: model.heads, token: tokens.length };
  return Object.entries(counts).flatMap(([name, count]) => {
    const asked = Number(attributes.get(name) ?? 0);
    if (asked < count) return [];
    return [
      `“${name}” is ${asked}, but in this trace the last one is ${count - 1}, which is shown.`,
    ];
  });
}

function readWidgets(value: string): Widget[] {
  const tags = value.split(/[\s,]+/).filter(Boolean);
  const unknown = tags.find((tag) => !(WIDGETS as readonly string[]).includes(tag));
  if (unknown !== undefined || tags.length === 0) {
    throw new Refusal(`takes ${WIDGETS.join(', ')}, with commas between them`);
  }
  return tags as Widget[];
}

function readLanguage(value: string): string {
  try {
    return Intl.getCanonicalLocales(value)[0] ?? '';
  } catch {
    throw new Refusal('must be a language tag, as en or pt-BR');
  }
}

function readTrace(value: string, page: string): TracePlace {
  const recording = RECORDINGS.find((name) => name === value);
  if (recording) return { recording };
  if (!value.includes('/') && !value.includes('.')) {
    throw new Refusal(`must be one of ${RECORDINGS.join(', ')}, or the address of a trace`);
  }
  return { url: readAddress(value, page) };
}

function readModel(value: string, page: string): string {
  if (value === 'tiny' || value === 'gpt2' || readHubAddress(value)) return value;
  if (/^hf:/i.test(value)) {
    throw new Refusal('must be a model on Hugging Face as in hf:owner/name@revision#folder');
  }
  if (!value.includes('/')) {
    throw new Refusal('must be tiny, gpt2, hf:owner/name, or the address of a model pack');
  }
  return readAddress(value, page);
}

/** Files are data to this page and never code; still it asks only servers that answer for what they send. */
function readAddress(value: string, page: string): string {
  const url = URL.canParse(value, page) ? new URL(value, page) : undefined;
  const beside = url?.protocol.startsWith('http') && url.host === new URL(page).host;
  if (!url || hasCredentials(url.href) || !(beside || url.protocol === 'https:')) {
    throw new Refusal('must be an address on https, or beside this page');
  }
  return url.href;
}

/** What was given, short enough to read, in quotation marks. */
function quoted(value: string): string {
  const letters = [...value.slice(0, 2 * MOST_SHOWN)];
  const short = letters.length > MOST_SHOWN ? `${letters.slice(0, MOST_SHOWN).join('')}…` : value;
  return `“${short}”`;
}

function listed(problems: ReadonlySet<string>): string[] {
  const all = [...problems];
  if (all.length <= MOST_PROBLEMS) return all;
  return [...all.slice(0, MOST_PROBLEMS), `${all.length - MOST_PROBLEMS} more were refused.`];
}
