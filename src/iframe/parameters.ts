// The address of the embed page, read: which widgets, with which attributes. Pure; every value is checked here, and what comes
// out is attributes and names of files, never markup or code. docs/embedding.md has the list for readers, of which `npm run attributes` writes the attributes.

import { readHubAddress } from '../runtime/packs/hub-address.js';
import type { Trace } from '../runtime/trace/index.js';
import {
  ATTRIBUTES,
  OFF,
  oneOf,
  quoted,
  Refusal,
  readAddress,
  takesAnyWords,
  WIDGETS,
  type Widget,
} from './widget-attributes.js';

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

/** How many problems are said one by one. */
const MOST_PROBLEMS = 8;

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

/** Whether what the page shows are words of whoever wrote the link, such as a label, a text or a trace of their own. */
export function hasForeignWords({ widgets, trace, model }: EmbedRequest): boolean {
  return (
    trace?.url !== undefined ||
    model?.includes('/') === true ||
    widgets.some(({ tag, attributes }) =>
      [...attributes].some(([name, value]) => value && takesAnyWords(tag, name)),
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

function listed(problems: ReadonlySet<string>): string[] {
  const all = [...problems];
  if (all.length <= MOST_PROBLEMS) return all;
  return [...all.slice(0, MOST_PROBLEMS), `${all.length - MOST_PROBLEMS} more were refused.`];
}
