// The words of the elements, each in the language of the place it stands in: `lang` of the nearest element around.
//
// A vocabulary is a table of words per language, English built in, the others loaded when a page first needs them, and
// any word of any language replaceable from outside. Pure functions write `words.title`. An element renders within
// `LocaleController.run`, so that this is in the element's language; elsewhere it is in the language of the page.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { shadowHostOf } from './own-window.js';

/** Sections of a vocabulary, each with words: strings, or functions that make them from numbers and names. */
type Table = Readonly<Record<string, object>>;

/** What a translation of `T` looks like: the same keys and parameters, other words. */
export type Translation<T> = T extends string
  ? string
  : T extends (...given: infer Given) => infer Said
    ? (...given: Given) => Said extends string ? string : Said
    : T extends object
      ? { readonly [Key in keyof T]: Translation<T[Key]> }
      : T;

/** A table that may lack words; English, or the built-in ones of the language, stand in. */
export type PartialTable<T = Table> = {
  readonly [Section in keyof T]?: Partial<T[Section]>;
};

interface Registry {
  /** What pages registered, by `name lang`. */
  readonly tables: Map<string, PartialTable>;
  /** Called when a language has come or words were replaced. */
  readonly listeners: Set<() => void>;
}

const KEY = Symbol.for('attention-lens/words@1');

/** One per page: scripts of several elements, each with this module in it, take the same words. */
function registry(): Registry {
  const page = globalThis as { [KEY]?: Registry };
  page[KEY] ??= { tables: new Map(), listeners: new Set() };
  return page[KEY];
}

/** One table over another, section by section. */
function join(below: PartialTable = {}, above: PartialTable = {}): Table {
  const table: Record<string, object> = {};
  for (const section of Object.keys({ ...below, ...above })) {
    table[section] = { ...below[section], ...above[section] };
  }
  return table;
}

/** Counts what came, so that what was put together before is not taken again. */
let revision = 0;

function notify(): void {
  for (const listener of [...registry().listeners]) listener();
}

registry().listeners.add(() => revision++);

/**
 * Replaces words of an element in one language, or brings another language. What is left out keeps its words. See
 * `docs/localisation.md` for the tables.
 *
 * @param name `attn-lens`, `head-finder`, `qkv-sandbox`, or `tokens` for what tokens without a look are called.
 * @param lang a language tag, as in `lang="pt-BR"`. `pt` serves `pt-BR` too where nothing closer is there.
 */
export function registerWords(name: string, lang: string, table: PartialTable): void {
  const { tables } = registry();
  const key = `${name} ${lang.toLowerCase()}`;
  tables.set(key, join(tables.get(key), table));
  notify();
}

/** The languages of the elements that are at work, innermost last. */
const active: string[] = [];

function pageLanguage(): string {
  // Where templates are rendered on a server there may be a document without an element.
  return (globalThis.document?.documentElement?.lang || 'en').toLowerCase();
}

/** The language tag in which words are looked up now. */
function currentLanguage(): string {
  return active.at(-1) ?? pageLanguage();
}

/** `de-at`, then `de`: from the closest to the widest. */
function* widen(lang: string): Generator<string> {
  for (let tag = lang; tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) yield tag;
}

/**
 * Makes a vocabulary: an object with the sections and keys of `english` whose values are those of the language that is
 * spoken when they are read.
 *
 * @param load where a language is that comes with the library: fetched once, when it is first spoken.
 */
export function defineWords<T extends Table>(
  name: string,
  english: T,
  load: Readonly<Record<string, () => Promise<PartialTable<Translation<T>>>>> = {},
): Translation<T> {
  const loaded = new Map<string, PartialTable>();
  const composed = new Map<string, { readonly revision: number; readonly table: Table }>();

  const fetchLanguage = async (tag: string, from: () => Promise<PartialTable>): Promise<void> => {
    loaded.set(tag, {});
    try {
      loaded.set(tag, await from());
      notify();
    } catch (error) {
      console.warn(`The words of ${name} in "${tag}" could not be loaded.`, error);
    }
  };

  /** English, then what is closer and closer to `lang`, each over what was there before. */
  const compose = (lang: string): Table => {
    let table: Table = english;
    for (const tag of ['en', ...[...widen(lang)].reverse()]) {
      const from = load[tag];
      if (from && !loaded.has(tag)) void fetchLanguage(tag, from);
      table = join(join(table, loaded.get(tag)), registry().tables.get(`${name} ${tag}`));
    }
    return table;
  };

  const current = (): Table => {
    const lang = currentLanguage();
    const before = composed.get(lang);
    if (before?.revision === revision) return before.table;
    const table = compose(lang);
    composed.set(lang, { revision, table });
    return table;
  };

  const section = (of: string) =>
    new Proxy<object>(english[of] ?? {}, {
      get: (target, key) => Reflect.get(current()[of] ?? target, key),
    });
  return Object.fromEntries(Object.keys(english).map((of) => [of, section(of)])) as Translation<T>;
}

/** The `lang` of the nearest element around, shadow roots crossed; the page's where none says. */
function languageOf(element: Element): string {
  for (let at: Element | null = element; at; ) {
    const named: Element | null = at.closest('[lang]');
    if (named) return (named.getAttribute('lang') || 'en').toLowerCase();
    at = shadowHostOf(at);
  }
  return pageLanguage();
}

/** The side from which a language is written. */
export function directionOf(lang: string): 'ltr' | 'rtl' {
  return /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b|-(arab|hebr)/i.test(lang) ? 'rtl' : 'ltr';
}

/** Does `work` in the language of the place where `element` stands. */
export function withLanguageOf<R>(element: Element, work: () => R): R {
  active.push(languageOf(element));
  try {
    return work();
  } finally {
    active.pop();
  }
}

const observer = globalThis.MutationObserver ? new MutationObserver(notify) : undefined;

/** Keeps an element in its language: updates it when `lang` changes around it, or when words have been loaded. */
export class LocaleController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  /** The language and the state of its words. When it changes, text that was made before is out of date. */
  key = '';

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    registry().listeners.add(this.#handleChange);
    // Of one observer, each tree is observed once however often it is asked.
    const roots = [this.#host.ownerDocument, this.#host.getRootNode()];
    for (const root of roots) {
      observer?.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang'] });
    }
  }

  hostDisconnected(): void {
    registry().listeners.delete(this.#handleChange);
  }

  readonly #handleChange = (): void => {
    if (this.#currentKey() !== this.key) this.#host.requestUpdate();
  };

  #currentKey(): string {
    return `${languageOf(this.#host)} ${revision}`;
  }

  /** Does `work` in the language of the element. */
  run<R>(work: () => R): R {
    this.key = this.#currentKey();
    return withLanguageOf(this.#host, work);
  }
}
