// `attention-lens convert`: its arguments and what it prints.

import { beyondLimits } from '../../convert/fidelity/limits.js';
import { fidelityTable } from '../../convert/fidelity/table.js';
import { packFiles, sumOfBytes } from '../../runtime/packs/pack-files.js';
import { parseArguments } from '../arguments.js';
import { UsageError } from '../usage-error.js';
import { type ConvertOptions, convert } from './convert.js';
import { type LocateOptions, locateCheckpoint } from './locate.js';
import { stepsOn } from './progress.js';
import { checkPackFolder } from './write-pack.js';

export const CONVERT_USAGE = `attention-lens convert <checkpoint> --out <pack folder>
    Turns a GPT-2 checkpoint into a model pack. The checkpoint is a folder with config.json and model.safetensors, or a
    model on Hugging Face: its id, as in "openai-community/gpt2", the address of its page, or what an element's model
    attribute says, as in "hf:owner/name@revision#folder". Also as --from <checkpoint>.
    --id <id>            short name, as in "gpt2"           (default: the last part of the checkpoint's name)
    --name <name>        the name shown on screen           (default: the id)
    --tokenizer <t>      gpt2 or none                       (default: what the checkpoint's files say)
    --rounding <r>       inputs or nearest                  (default: inputs, which is closer; nearest is what a page makes)
    --source <words>     where the checkpoint is from       (default: the checkpoint's name)
    --licence <licence>  the checkpoint's licence
    --revision <r>       branch, tag or commit on the hub   (default: main)
    --folder <folder>    in the repository on the hub       (default: the repository itself)
    --cache <folder>     where downloads are kept           (default: ATTENTION_LENS_CACHE, or in the user's cache)
    With a commit as --revision, a checkpoint that is in the cache needs no network.
    Environment: HF_ENDPOINT, another hub or a mirror; HF_TOKEN, for private and gated models, and for more requests;
    HTTPS_PROXY, HTTP_PROXY and NO_PROXY, for a proxy (http://name:password@host:port).`;

/** @throws {UsageError} and what `convert` and `downloadCheckpoint` throw. */
export async function runConvert(args: readonly string[]): Promise<void> {
  const { from, out, where, ...about } = parse(args);
  await checkPackFolder(out);
  const checkpoint = await locateCheckpoint(from, where);
  const id = about.id ?? checkpoint.name;
  const steps = stepsOn(process.stderr);
  const options: ConvertOptions = {
    ...about,
    id,
    name: about.name ?? id,
    source: about.source ?? checkpoint.source,
    ...(checkpoint.commit && { revision: checkpoint.commit }),
    onTokenizer: (sentence) => console.log(sentence),
    report: steps.report,
  };
  const manifest = await convert(checkpoint.path, out, options).finally(steps.end);
  const files = packFiles(manifest);
  for (const { path, bytes } of files) console.log(`${path}  ${bytes} bytes`);
  const megabytes = sumOfBytes(files) / 1e6;
  if (manifest.fidelity) {
    console.log(fidelityTable(manifest.fidelity));
    for (const problem of beyondLimits(manifest.fidelity)) console.warn(`Warning: ${problem}`);
  }
  console.log(`${manifest.name}: ${megabytes.toFixed(1)} MB in ${out}`);
}

interface Arguments extends Partial<ConvertOptions> {
  readonly from: string;
  readonly out: string;
  readonly where: LocateOptions;
}

function parse(args: readonly string[]): Arguments {
  const { values, positionals } = parseArguments(args, [
    ...(['from', 'out', 'id', 'name', 'tokenizer', 'rounding', 'source'] as const),
    ...(['licence', 'revision', 'folder', 'cache'] as const),
  ]);
  const { from: named, out, ...others } = values;
  const [from, ...more] = named === undefined ? positionals : [named, ...positionals];
  if (!from || more.length > 0) {
    throw new UsageError('Give one checkpoint: a folder, or the id of a model on Hugging Face.');
  }
  if (!out) throw new UsageError('Give the folder of the pack with --out.');
  const empty = Object.entries(others).find(([, value]) => value === '');
  if (empty) throw new UsageError(`--${empty[0]} is empty.`);
  const { revision, folder, cache, tokenizer, rounding, ...about } = others;
  if (tokenizer !== undefined && tokenizer !== 'gpt2' && tokenizer !== 'none') {
    throw new UsageError(`--tokenizer is "${tokenizer}"; gpt2 or none was expected.`);
  }
  if (rounding !== undefined && rounding !== 'inputs' && rounding !== 'nearest') {
    throw new UsageError(`--rounding is "${rounding}"; inputs or nearest was expected.`);
  }
  const where = {
    ...(revision !== undefined && { revision }),
    ...(folder !== undefined && { folder }),
    ...(cache !== undefined && { cache }),
  };
  return {
    from,
    out,
    where,
    ...(tokenizer !== undefined && { tokenizer }),
    ...(rounding !== undefined && { rounding }),
    ...about,
  };
}
