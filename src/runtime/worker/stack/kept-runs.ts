// What runs have computed, kept for the next one: a text that begins as an earlier one runs only what is new, and a head
// that is switched off changes nothing before its layer. Bounded in number for each owner, and in bytes for all of them.

/** What one layer gives of T tokens. */
export interface KeptLayer {
  /** [H,D,T], as the graph takes them. */
  readonly keys: Float32Array;
  /** [H,T,D]. */
  readonly values: Float32Array;
  /** [H,T,T]. */
  readonly attention: Float32Array;
  /** The residual stream after the layer [T,d]. */
  readonly residual: Float32Array;
}

/** The layers of a run from the first on, as far as it came. */
export interface KeptRun {
  readonly ids: readonly number[];
  /** By layer: runs with the same keys are edited alike. */
  readonly edits: readonly string[];
  readonly layers: readonly KeptLayer[];
}

/** What of an earlier run a new one may take: of the layers before `layers`, the first `tokens` tokens. */
export interface Reuse {
  readonly run: KeptRun;
  readonly tokens: number;
  readonly layers: number;
}

/** One to continue while typing, one to return to, and one with heads off. */
const MOST_RUNS = 3;
/** Two of GPT-2 small at 128 tokens, of 24 MB each. */
const MOST_BYTES = 64 * 2 ** 20;

export class KeptRuns {
  /** The latest last. */
  #runs: { readonly owner: number; readonly run: KeptRun; readonly bytes: number }[] = [];
  readonly #mostBytes: number;

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#runs.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The earlier run of this owner that leaves least to compute. */
  find(owner: number, ids: readonly number[], edits: readonly string[]): Reuse | undefined {
    let best: Reuse | undefined;
    for (const { owner: other, run } of this.#runs) {
      if (other !== owner) continue;
      const tokens = commonStart(run.ids, ids);
      const layers = Math.min(run.layers.length, commonStart(run.edits, edits));
      if (tokens * layers > (best ? best.tokens * best.layers : 0)) best = { run, tokens, layers };
    }
    return best;
  }

  /** In place of an earlier one of the same ids and edits. What is larger than all may be is not kept. */
  add(owner: number, run: KeptRun): void {
    const bytes = sizeOf(run);
    if (bytes === 0 || bytes > this.#mostBytes) return;
    this.#runs = this.#runs.filter((kept) => kept.owner !== owner || !isSame(kept.run, run));
    this.#runs.push({ owner, run, bytes });
    const own = this.#runs.filter((kept) => kept.owner === owner);
    const [oldest] = own;
    if (own.length > MOST_RUNS) this.#runs = this.#runs.filter((kept) => kept !== oldest);
    while (this.bytes > this.#mostBytes) this.#runs.shift();
  }

  forget(owner: number): void {
    this.#runs = this.#runs.filter((kept) => kept.owner !== owner);
  }
}

function commonStart<T>(one: readonly T[], other: readonly T[]): number {
  const end = one.findIndex((value, at) => value !== other[at]);
  return end < 0 ? one.length : end;
}

function isSame(one: KeptRun, other: KeptRun): boolean {
  return one.ids.join() === other.ids.join() && one.edits.join('|') === other.edits.join('|');
}

function sizeOf({ layers }: KeptRun): number {
  return layers.reduce(
    (sum, { keys, values, attention, residual }) =>
      sum + keys.byteLength + values.byteLength + attention.byteLength + residual.byteLength,
    0,
  );
}
