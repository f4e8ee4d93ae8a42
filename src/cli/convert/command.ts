// `attention-lens convert`: its arguments and what it prints.

import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../usage-error.js';
import { type ConvertOptions, convert } from './convert.js';
import { packFiles } from './write-pack.js';

export const CONVERT_USAGE = `attention-lens convert <checkpoint folder> --out <pack folder>
    Turns a Hugging Face GPT-2 checkpoint (config.json, model.safetensors) into a model pack.
    --id <id>            short name, as in "gpt2"           (default: the checkpoint folder's name)
    --name <name>        the name shown on screen           (default: the id)
    --tokenizer <t>      gpt2 or none                       (default: by the size of the vocabulary)
    --source <words>     where the checkpoint is from       (default: the checkpoint folder's name)
    --licence <licence>  the checkpoint's licence`;

/** @throws {UsageError} and what `convert` throws. */
export async function runConvert(args: readonly string[]): Promise<void> {
  const { folder, out, options } = parse(args);
  const manifest = await convert(folder, out, options);
  const files = packFiles(manifest);
  for (const { path, bytes } of files) console.log(`${path}  ${bytes} bytes`);
  const megabytes = files.reduce((total, { bytes }) => total + bytes, 0) / 1e6;
  console.log(`${manifest.name}: ${megabytes.toFixed(1)} MB in ${out}`);
}

function parse(args: readonly string[]): {
  folder: string;
  out: string;
  options: ConvertOptions;
} {
  const { values, positionals } = parseStrictly(args);
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) {
    throw new UsageError('Give one checkpoint folder.');
  }
  const { out, tokenizer, licence } = values;
  if (out === undefined) throw new UsageError('Give the folder of the pack with --out.');
  if (tokenizer !== undefined && tokenizer !== 'gpt2' && tokenizer !== 'none') {
    throw new UsageError(`--tokenizer is "${tokenizer}"; gpt2 or none was expected.`);
  }
  const folderName = basename(resolve(folder));
  const id = values.id ?? folderName;
  return {
    folder,
    out,
    options: {
      id,
      name: values.name ?? id,
      source: values.source ?? folderName,
      ...(tokenizer === undefined ? {} : { tokenizer }),
      ...(licence === undefined ? {} : { licence }),
    },
  };
}

function parseStrictly(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: text, id: text, name: text, tokenizer: text, source: text, licence: text },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
