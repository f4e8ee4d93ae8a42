// The probe: random tokens said twice. What a head does on them belongs to the model and not to any text, since random
// tokens mean nothing: all there is to read is that they repeat. After Olsson et al. 2022.

import type { Trace } from '../trace/index.js';
import type { Finder } from './finder.js';
import { type HeadScore, scoreHeads } from './rank.js';

/** Runs token ids through a model, as `lease.run({ ids })` does. */
export type ProbeRunner = (ids: readonly number[]) => Promise<Trace>;

export interface ProbeOptions {
  /** One text for each. */
  readonly seeds?: readonly number[];
  /** Tokens that are said twice: a text has twice as many. */
  readonly length?: number;
  /** How many ids the model has. The last of GPT-2's, <|endoftext|>, is never drawn. */
  readonly vocab?: number | undefined;
  readonly onProgress?: (done: number, of: number) => void;
}

export interface ProbeResult {
  /** By the finder's id: every head in the order layer, head, its mean over the seeds and its standard deviation. */
  readonly scores: ReadonlyMap<string, readonly HeadScore[]>;
  /** The last text that was run, to look at. */
  readonly trace: Trace;
  readonly seeds: number;
  readonly length: number;
}

export const PROBE_SEEDS: readonly number[] = [1, 2, 3, 4, 5];
export const PROBE_LENGTH = 30;
/** GPT-2's tokens but for the last, <|endoftext|>. */
const GPT2_VOCAB = 50256;

/** `length` different random ids, twice. The same seed gives the same ids for all models with GPT-2's tokens. */
export function probeIds(seed: number, length = PROBE_LENGTH, vocab = GPT2_VOCAB): number[] {
  const random = mulberry32(seed);
  const drawn = Math.min(vocab, GPT2_VOCAB);
  const ids = new Set<number>();
  while (ids.size < Math.min(length, drawn)) ids.add(Math.floor(random() * drawn));
  return [...ids, ...ids];
}

/** Runs the probe, one text after the other, and scores every head with each of `finders`. What `run` throws goes through. */
export async function runProbe(
  run: ProbeRunner,
  finders: readonly Finder[],
  options: ProbeOptions = {},
): Promise<ProbeResult> {
  const { seeds = PROBE_SEEDS, length = PROBE_LENGTH, vocab, onProgress } = options;
  const traces: Trace[] = [];
  for (const seed of seeds) {
    onProgress?.(traces.length, seeds.length);
    traces.push(await run(probeIds(seed, length, vocab)));
  }
  const trace = traces.at(-1);
  if (!trace) throw new RangeError('A probe needs at least one seed.');
  const scores = new Map<string, readonly HeadScore[]>();
  for (const finder of finders) {
    const runs = traces.flatMap((one) => {
      const found = scoreHeads(one, finder);
      return found ? [found] : [];
    });
    if (runs.length > 0) scores.set(finder.id, average(runs));
  }
  return { scores, trace, seeds: seeds.length, length };
}

/** Mean and standard deviation (of the sample) of each head over several runs. */
function average(runs: readonly (readonly HeadScore[])[]): HeadScore[] {
  const [first = []] = runs;
  return first.map(({ layer, head }, index) => {
    const values = runs.map((run) => run[index]?.score ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return {
      layer,
      head,
      score: mean,
      spread: Math.sqrt(squares / Math.max(1, values.length - 1)),
    };
  });
}

/** A small seeded generator of numbers in 0..1 (Tommy Ettinger, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
