// The address of the embed page, read: which widgets, with which attributes. Pure; every value is checked here, and what comes
// out is attributes and names of files, never markup or code. docs/embedding.md is the reader's list of the same.

/** Tags that the page knows, in the order in which they stand where the address does not say. */
const WIDGETS = ['attn-lens', 'head-finder', 'qkv-sandbox'] as const;

export type Widget = (typeof WIDGETS)[number];

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
  /** `tiny`, `gpt2` or an absolute address. */
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

/** Reads a value, or throws a `Refusal`. */
type Kind = (value: string) => string;

class Refusal extends Error {}

const text: Kind = (value) => value;

const whole =
  (least: number): Kind =>
  (value) => {
    if (!/^\d{1,9}$/.test(value) || Number(value) < least) {
      throw new Refusal(`must be a whole number from ${least}`);
    }
    return String(Number(value));
  };

const decimal: Kind = (value) => {
  if (value.trim() === '' || !Number.isFinite(Number(value))) throw new Refusal('must be a number');
  return value;
};

/** `false` is the absence of the attribute. */
const OFF = '\0off';
const flag: Kind = (value) => {
  if (value === 'false') return OFF;
  if (value === '' || value === 'true') return '';
  throw new Refusal('is a switch: give it without a value, or as true or false');
};

const oneOf =
  (...values: readonly string[]): Kind =>
  (value) => {
    if (values.includes(value)) return value;
    throw new Refusal(`must be one of ${values.join(', ')}`);
  };

const words: Kind = (value) => {
  if (/^[\w. -]*$/.test(value)) return value;
  throw new Refusal('must be names with spaces between them');
};

const json: Kind = (value) => {
  try {
    JSON.parse(value);
  } catch {
    throw new Refusal('must be JSON');
  }
  return value;
};

const EVERYWHERE = { hide: words, label: text };

/** The attributes that an address may set. `src` and `for` are the page's own business: see `trace`. */
export const ATTRIBUTES: Readonly<Record<Widget, Readonly<Record<string, Kind>>>> = {
  'attn-lens': {
    ...EVERYWHERE,
    lock: words,
    text,
    layer: whole(0),
    head: whole(0),
    token: whole(0),
    view: oneOf('lines', 'matrix'),
    stage: words,
    'ignore-first': flag,
    average: flag,
    threshold: decimal,
    finder: words,
    compare: text,
    ablate: text,
    predict: flag,
    'max-tokens': whole(1),
    run: oneOf('interaction', 'visible', 'manual'),
  },
  'head-finder': {
    ...EVERYWHERE,
    behaviour: words,
    pattern: words,
    top: whole(0),
  },
  'qkv-sandbox': {
    ...EVERYWHERE,
    lock: words,
    tokens: text,
    scale: decimal,
    causal: flag,
    goal: text,
    dimension: whole(2),
    seed: whole(0),
    scene: json,
  },
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
      return undefined;
    }
  };

  const tags = take('widgets', readWidgets) ?? ['attn-lens'];
  const theme = take('theme', oneOf('auto', 'light', 'dark'));
  const lang = take('lang', readLanguage);
  const trace = take('trace', (value) => readTrace(value, page));
  const model = take('model', (value) => readModel(value, page));
  const widgets = tags.map((tag): WidgetRequest => {
    const attributes = new Map<string, string>();
    for (const [name, kind] of Object.entries(ATTRIBUTES[tag])) {
      const forAll = take(name, kind);
      const own = take(`${tag}.${name}`, kind) ?? forAll;
      if (own !== undefined && own !== OFF) attributes.set(name, own);
    }
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

function readWidgets(value: string): Widget[] {
  const tags = value.split(/[\s,]+/).filter(Boolean);
  const unknown = tags.find((tag) => !(WIDGETS as readonly string[]).includes(tag));
  if (unknown !== undefined || tags.length === 0) {
    throw new Refusal(`takes ${WIDGETS.join(', ')}, with commas between them`);
  }
  // One of each: a second sandbox would have the same attributes.
  return [...new Set(tags)] as Widget[];
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
  if (value === 'tiny' || value === 'gpt2') return value;
  if (!value.includes('/')) throw new Refusal('must be tiny, gpt2, or the address of a model pack');
  return readAddress(value, page);
}

/** Files are data to this page and never code; still it asks only servers that answer for what they send. */
function readAddress(value: string, page: string): string {
  const url = URL.canParse(value, page) ? new URL(value, page) : undefined;
  const beside = url?.protocol.startsWith('http') && url.host === new URL(page).host;
  if (!url || url.username || !(beside || url.protocol === 'https:')) {
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
