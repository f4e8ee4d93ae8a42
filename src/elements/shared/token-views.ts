// How tokens are written on screen: which continue a word, which share one character, which occurrence they are.

import type { TraceToken } from '../../runtime/trace/index.js';
import { findContinuations } from '../../runtime/trace/index.js';
import { tokenNames } from './token-words.js';

/** The character that several tokens share, each holding some of its bytes. */
export interface SplitCharacter {
  /** Index of its first token. */
  readonly first: number;
  /** How many tokens it takes: at least 2. */
  readonly count: number;
  readonly text: string;
}

/** One token as it is shown. */
export interface TokenView {
  readonly index: number;
  readonly id: number;
  /** The spaces the token begins with, shown quietly. */
  readonly leadingSpaces: number;
  /** The rest of its text, with white space and control characters made visible. */
  readonly text: string;
  /** The same in words, for speech and sentences. */
  readonly name: string;
  readonly continues: boolean;
  readonly split: SplitCharacter | null;
  /** 1 for the first token of this name, 2 for the second, and how many there are. */
  readonly occurrence: { readonly number: number; readonly of: number };
}

/** White space that is a token, or part of one: how it is drawn. `tokenNames` has what it is called. */
const WHITE_SPACE = { '\n': '⏎', '\r': '␍', '\t': '⇥', ' ': '␣' } as const;

const isWhiteSpace = (text: string): text is keyof typeof WHITE_SPACE =>
  Object.hasOwn(WHITE_SPACE, text);

export function viewTokens(tokens: readonly TraceToken[]): TokenView[] {
  const splits = findSplitCharacters(tokens);
  const texts = tokens.map((token) => ('text' in token ? token.text : decode(token.bytes)));
  const continuations = findContinuations(tokens);
  const views = tokens.map((token, index) => {
    const text = texts[index] ?? '';
    const split = splits[index] ?? null;
    const leadingSpaces = split ? 0 : (/^ *(?=[^ ])/.exec(text)?.[0].length ?? 0);
    const rest = text.slice(leadingSpaces);
    const part = split && `${index - split.first + 1}/${split.count}`;
    return {
      index,
      id: token.id,
      leadingSpaces,
      text: part ?? makeVisible(rest),
      name: part ? tokenNames.part(part, split?.text ?? '') : nameOf(rest),
      continues: continuations[index] ?? false,
      split,
    };
  });
  return countOccurrences(views);
}

/** Tokens are alike where they are called the same: "dog" and " dog" are the first and the second "dog". */
function countOccurrences(views: readonly Omit<TokenView, 'occurrence'>[]): TokenView[] {
  const totals = new Map<string, number>();
  const numbers = views.map(({ name }) => {
    const number = (totals.get(name) ?? 0) + 1;
    totals.set(name, number);
    return number;
  });
  return views.map((view, index) => ({
    ...view,
    occurrence: { number: numbers[index] ?? 1, of: totals.get(view.name) ?? 1 },
  }));
}

/** For each token, the character it shares with its neighbours, if it does. */
function findSplitCharacters(tokens: readonly TraceToken[]): (SplitCharacter | null)[] {
  const splits: (SplitCharacter | null)[] = tokens.map(() => null);
  let first = 0;
  let pending = '';
  const close = (end: number) => {
    const text = makeVisible(decode(pending).trim());
    if (end - first > 1) splits.fill({ first, count: end - first, text }, first, end);
    pending = '';
  };
  tokens.forEach((token, index) => {
    if (!('bytes' in token)) {
      if (pending) close(index);
      return;
    }
    if (!pending) first = index;
    pending += token.bytes;
    if (isWholeText(hexToBytes(pending))) close(index + 1);
  });
  if (pending) close(tokens.length);
  return splits;
}

function decode(hex: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(hexToBytes(hex));
}

function isWholeText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function hexToBytes(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The longest text of a token that is shown; more would fill the card. */
const MAX_CHARACTERS = 80;

function makeVisible(text: string): string {
  if (text === '') return '∅';
  const short = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
  // Joiners belong into a text, and into an emoji, but alone they have no look of their own.
  const invisible = /^\p{Cf}+$/u.test(short)
    ? /\p{Cf}/gu
    : /[^\S ]|(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu;
  const marked = /^ +$/.test(short) ? / /g : invisible;
  const visible = short.replace(marked, (found) =>
    isWhiteSpace(found) ? WHITE_SPACE[found] : codePoint(found),
  );
  // A combining mark needs something to stand on.
  return /^\p{M}/u.test(visible) ? `◌${visible}` : visible;
}

function nameOf(text: string): string {
  if (text === '') return tokenNames.empty;
  if (/^ {2,}$/.test(text)) return tokenNames.spaces(text.length);
  return isWhiteSpace(text) ? tokenNames[text] : makeVisible(text);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The direction of a text's first strong letter. */
export function textDirection(text: string): 'ltr' | 'rtl' {
  const strong = /[\p{L}]/u.exec(text)?.[0] ?? '';
  return /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(strong)
    ? 'rtl'
    : 'ltr';
}
