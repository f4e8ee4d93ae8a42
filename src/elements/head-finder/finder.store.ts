// What a finder looks for, has found and shows. Requests go up, state comes down: parts of the card send requests, and read the
// state when the finder updates next.
//
// The properties of the element are the store's input. It never writes them: a request hands its changes to the host. Knows neither
// the DOM nor Lit.

import {
  FINDERS,
  type Finder,
  formatPattern,
  type PaintedCell,
  painted,
  parsePattern,
  type RankedHead,
} from '../../runtime/heads/index.js';
import { type Basis, basesFor, type Evidence, type Finding, findOn } from './findings.js';

/** The properties that a request may change, as the page has set them. */
export interface FinderChoices {
  readonly behaviour: string | null;
  readonly pattern: string | null;
}

export interface FinderStoreHost {
  readonly choices: FinderChoices;
  /** A request changes these choices. */
  readonly onChange: (changes: Partial<FinderChoices>) => void;
  /** The reader looks for something: the host updates, and tells the page what was found. */
  readonly onSearch: () => void;
}

/** A ranking, and the head of it that is on show. */
export interface Found {
  readonly finding: Finding;
  readonly shown: RankedHead;
}

interface Head {
  readonly layer: number;
  readonly head: number;
}

export class FinderStore {
  readonly #host: FinderStoreHost;
  #plain = false;
  /** The reader's choice of what scores are measured on. */
  #basis: Basis | null = null;
  /** The reader's choice among the heads of the ranking; `null` is the best. */
  #picked: Head | null = null;
  #requests = 0;
  #evidence: Evidence | null = null;
  #finder: Finder | null = null;
  #bases: readonly Basis[] = [];
  #found: Found | null = null;
  /** The pattern that was searched for last. */
  #pattern: string | null = null;

  constructor(host: FinderStoreHost) {
    this.#host = host;
  }

  // State

  /** What is searched in; `null` while there is no trace. */
  get evidence(): Evidence | null {
    return this.#evidence;
  }

  /** What is looked for; `null` where no behaviour is chosen, or one that does not exist. */
  get finder(): Finder | null {
    return this.#finder;
  }

  /** What it can be measured on, best first. */
  get bases(): readonly Basis[] {
    return this.#bases;
  }

  get found(): Found | null {
    return this.#found;
  }

  /** Whether the plain form of a definition is wanted, where there is one. */
  get plain(): boolean {
    return this.#plain;
  }

  get hasPlain(): boolean {
    return FINDERS.some(({ id, plain }) => id === this.#host.choices.behaviour && plain);
  }

  /** Whether the reader paints the pattern to look for. */
  get paints(): boolean {
    return this.#host.choices.behaviour === 'painted';
  }

  /** The pattern while the reader paints; `null` while they do something else. */
  get pattern(): string | null {
    return this.paints ? (this.#host.choices.pattern ?? '') : null;
  }

  /** Tells what is shown from what was shown before, and one request for it from the next. */
  get searchKey(): string {
    const { finder, basis } = this.#found?.finding ?? {};
    return [this.#requests, finder?.id, basis, this.#picked?.layer, this.#picked?.head].join();
  }

  /** Searches in the evidence at hand. */
  update(evidence: Evidence | null): void {
    const before = this.#found?.finding;
    const { pattern } = this.#host.choices;
    const finder = this.#chosenFinder();
    this.#evidence = evidence;
    this.#finder = finder;
    this.#bases = finder && evidence ? basesFor(finder, evidence) : [];
    const basis = this.#bases.find((one) => one === this.#basis) ?? this.#bases[0];
    const finding = finder && evidence && basis ? findOn(finder, basis, evidence) : null;
    const isOther = before !== undefined && before.finder.id !== finding?.finder.id;
    if (isOther || pattern !== this.#pattern) this.#picked = null;
    this.#pattern = pattern;
    const shown = finding && this.#shownOf(finding);
    this.#found = shown ? { finding, shown } : null;
  }

  #chosenFinder(): Finder | null {
    if (this.pattern !== null) return painted(parsePattern(this.pattern));
    const finder = FINDERS.find(({ id }) => id === this.#host.choices.behaviour) ?? null;
    return (this.#plain && finder?.plain) || finder;
  }

  #shownOf({ ranking }: Finding): RankedHead | null {
    const picked = this.#picked;
    const entry =
      picked && ranking.find(({ layer, head }) => layer === picked.layer && head === picked.head);
    return entry ?? ranking[0] ?? null;
  }

  // Requests

  chooseBehaviour(behaviour: string): void {
    this.#basis = null;
    this.#search({ behaviour });
  }

  setBasis(basis: Basis): void {
    this.#basis = basis;
    this.#search();
  }

  setPlain(plain: boolean): void {
    this.#plain = plain;
    this.#search();
  }

  /** Shows another head of the ranking. */
  pick({ layer, head }: Head): void {
    this.#search({}, { layer, head });
  }

  /** Looks for a pattern that the reader has painted. */
  paint(cells: readonly PaintedCell[]): void {
    this.#search({ pattern: formatPattern(cells) }, this.#picked);
  }

  /** Looks for the pattern of an address, which the reader has followed. */
  follow(pattern: string): void {
    if (pattern === this.#host.choices.pattern) return;
    this.#requests++;
    this.#host.onChange({ pattern, behaviour: 'painted' });
  }

  #search(changes: Partial<FinderChoices> = {}, picked: Head | null = null): void {
    this.#picked = picked;
    this.#requests++;
    this.#host.onChange(changes);
    this.#host.onSearch();
  }
}
