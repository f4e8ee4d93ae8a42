// `attention-lens probe`: what a pack's heads do on random tokens said twice. Prints it, and keeps it in the manifest.

import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackSession } from '../../convert/fidelity/pack-session.js';
import {
  FINDERS,
  PROBE_LENGTH,
  PROBE_SEEDS,
  type RankedHead,
  rankHeads,
  runProbe,
} from '../../runtime/heads/index.js';
import type { ProbedHeads } from '../../runtime/packs/manifest.js';
import { Trace } from '../../runtime/trace/index.js';
import { parseArguments } from '../arguments.js';
import { UsageError } from '../usage-error.js';
import { PackError } from '../verify/pack-error.js';
import { type LoadedPack, loadPack, openPack } from '../verify/run-pack.js';

export const PROBE_USAGE = `attention-lens probe <pack folder>
    Runs random tokens said twice, prints the heads that copy, look back or find duplicates, and writes them into the
    pack's manifest.
    --seeds <n>          texts to average over                                    (default: ${PROBE_SEEDS.length})`;

const MOST_SEEDS = 100;
/** Said of each behaviour, also where none passes. */
const LISTED = 5;

/** @throws {UsageError} and what opening the pack throws. */
export async function runProbeCommand(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArguments(args, ['seeds']);
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError('Give one pack folder.');
  const count = Number(values.seeds ?? PROBE_SEEDS.length);
  if (!Number.isInteger(count) || count < 1 || count > MOST_SEEDS) {
    throw new UsageError(
      `--seeds is "${values.seeds}"; a whole number in 1..${MOST_SEEDS} was expected.`,
    );
  }
  const pack = await loadPack(folder);
  const lists = await probePack(pack, count);
  for (const { finder, ranked } of lists) {
    console.log(`\n${finder.label}, ${finder.formula}`);
    for (const { layer, head, score, spread } of ranked.slice(0, LISTED)) {
      const mark = score >= finder.threshold ? ` ${finder.headName}` : '';
      console.log(
        `${`  ${layer}.${head}`.padEnd(9)}${score.toFixed(3)} ± ${(spread ?? 0).toFixed(3)}${mark}`,
      );
    }
  }
  const probedHeads = lists.map(
    ({ finder, ranked }): ProbedHeads => ({
      finder: finder.id,
      seeds: count,
      heads: ranked
        .filter(({ score }) => score >= finder.threshold)
        .map(({ layer, head, score }) => ({
          head: `${layer}.${head}`,
          score: Math.round(score * 1e3) / 1e3,
        })),
    }),
  );
  await replaceManifest(folder, { ...pack.manifest, probedHeads });
}

/** The finders that the probe is for, each with all heads, best first. @throws {PackError} for a model too small. */
async function probePack(pack: LoadedPack, seeds: number) {
  const { vocab, context } = pack.manifest.architecture;
  // Without the last, which is <|endoftext|> in GPT-2's vocabulary.
  const drawn = Math.max(1, vocab - 1);
  const length = Math.min(PROBE_LENGTH, Math.floor(context / 2), drawn);
  if (length < 2) {
    const problem = `${pack.manifest.name} knows ${vocab} tokens and takes ${context} at once`;
    throw new PackError(`${problem}; a probe needs two different ones, said twice.`);
  }
  const finders = FINDERS.filter(({ probe }) => probe);
  const session = await openPack(pack);
  try {
    const { scores } = await runProbe((ids) => runIds(pack, session, ids), finders, {
      seeds: Array.from({ length: seeds }, (_, index) => index + 1),
      length,
      vocab: drawn,
    });
    return finders.map((finder) => ({
      finder,
      ranked: rankHeads(scores.get(finder.id) ?? []) as readonly RankedHead[],
    }));
  } finally {
    await session.release();
  }
}

async function runIds(
  { manifest }: LoadedPack,
  session: PackSession,
  ids: readonly number[],
): Promise<Trace> {
  const { layers, heads } = manifest.architecture;
  const { attention } = await session.run(ids);
  const square = ids.length ** 2;
  return new Trace(
    {
      model: { id: manifest.id, name: manifest.name, layers, heads },
      text: '',
      tokens: ids.map((id) => ({ id, text: String(id) })),
      causal: true,
      provenance: { kind: 'recorded', source: 'attention-lens probe' },
    },
    (layer, head) =>
      (attention[layer] ?? new Float32Array()).subarray(head * square, (head + 1) * square),
  );
}

/** Beside the old one first: a kill leaves one of the two. */
async function replaceManifest(folder: string, manifest: LoadedPack['manifest']): Promise<void> {
  const path = join(folder, 'manifest.json');
  await writeFile(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
