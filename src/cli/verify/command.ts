// `attention-lens verify`: its arguments and what it prints.

import { beyondLimits, LIMITS } from '../../convert/fidelity/limits.js';
import { fidelityTable } from '../../convert/fidelity/table.js';
import { parseArguments } from '../arguments.js';
import { locateCheckpoint } from '../convert/locate.js';
import { UsageError } from '../usage-error.js';
import { PackError } from './pack-error.js';
import { loadPack } from './run-pack.js';
import { compareWithCheckpoint, compareWithRecordings } from './verify.js';

export const VERIFY_USAGE = `attention-lens verify <pack folder>
    Runs a pack and prints how far its attention is from the recordings of GPT-2 small that ship with this package.
    Fails past the limits.
    --against <checkpoint>  compare with a float32 run of this checkpoint instead: a folder, or an id on Hugging Face
    --revision <r>          of that id                                           (default: main)
    --cache <folder>        where downloads are kept
    --graph <g>             wasm, or webgpu, which the CPU computes slowly        (default: wasm)
    --max-error <x>         most that one weight of attention may be off          (default: ${LIMITS.maxError})
    --mean-tv <x>           most that rows of attention may move by on average    (default: ${LIMITS.meanTotalVariation})
    --flips <x>             largest share of rows with another strongest key      (default: ${LIMITS.flips})`;

/** @throws {UsageError}, {PackError} past the limits, and what opening the pack and the checkpoint throws. */
export async function runVerify(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArguments(args, [
    ...(['against', 'revision', 'cache', 'graph'] as const),
    ...(['max-error', 'mean-tv', 'flips'] as const),
  ]);
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError('Give one pack folder.');
  const graph = values.graph ?? 'wasm';
  if (graph !== 'wasm' && graph !== 'webgpu') {
    throw new UsageError(`--graph is "${graph}"; wasm or webgpu was expected.`);
  }
  const limits = {
    maxError: limit(values['max-error'], 'max-error', LIMITS.maxError),
    meanTotalVariation: limit(values['mean-tv'], 'mean-tv', LIMITS.meanTotalVariation),
    flips: limit(values.flips, 'flips', LIMITS.flips),
  };
  const pack = await loadPack(folder);
  const fidelity =
    values.against === undefined
      ? await compareWithRecordings(pack, graph)
      : await compareWithCheckpoint(
          pack,
          (await locateCheckpoint(values.against, values)).path,
          graph,
        );
  console.log(fidelityTable(fidelity));
  const problems = beyondLimits(fidelity, limits);
  if (problems.length === 0) return;
  const advice =
    values.against === undefined
      ? ' If this model is not GPT-2 small itself, use --against <checkpoint>.'
      : '';
  throw new PackError(`${problems.join(' ')}${advice}`);
}

function limit(text: string | undefined, option: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() !== '' && value >= 0) return value;
  throw new UsageError(`--${option} is "${text}"; a number from 0 on was expected.`);
}
