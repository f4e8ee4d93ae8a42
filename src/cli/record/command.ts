// `attention-lens record`: its arguments and the files it writes.

import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type HeadId, parseTraceText } from '../../runtime/trace/index.js';
import { parseArguments } from '../arguments.js';
import { readFileUpTo } from '../read-file.js';
import { UsageError } from '../usage-error.js';
import { loadPack } from '../verify/run-pack.js';
import { recordTrace } from './record.js';

export const RECORD_USAGE = `attention-lens record <pack folder> --out <trace.json>
    Runs a text and writes its attention in all heads as a recorded trace.
    --text <text>        the text, or
    --file <file>        a file that holds it, in UTF-8; a line break at its end is left out
    --next <n>           the n most likely next tokens are recorded too       (default: 10; 0 for none)
    --qkv <heads>        and the vectors of these heads, as in "5.1,4.11", in <trace>.qkv.bin`;

const MOST_NEXT = 100;
/** Far above what any model here reads at once. */
const MOST_TEXT_BYTES = 2 ** 20;

/** @throws {UsageError}, {PackError} and what opening the pack throws. */
export async function runRecord(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArguments(args, [
    ...(['text', 'file', 'next', 'qkv', 'out'] as const),
  ]);
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError('Give one pack folder.');
  const { out } = values;
  if (out === undefined) throw new UsageError('Give the file of the trace with --out.');
  if ((values.text === undefined) === (values.file === undefined)) {
    throw new UsageError('Give the text with --text, or its file with --file.');
  }
  const next = Number(values.next ?? 10);
  if (values.next?.trim() === '' || !Number.isInteger(next) || next < 0 || next > MOST_NEXT) {
    const expected = `a whole number in 0..${MOST_NEXT} was expected`;
    throw new UsageError(`--next is "${values.next}"; ${expected}.`);
  }
  const text = values.text ?? (await readText(values.file ?? ''));
  const pack = await loadPack(folder);
  const { layers, heads } = pack.manifest.architecture;
  const vectorsFile = `${basename(out, '.json')}.qkv.bin`;
  const { trace, vectors } = await recordTrace(pack, {
    ...{ text, next, qkvUrl: vectorsFile },
    qkv: parseHeads(values.qkv, layers, heads),
  });
  const file = JSON.stringify(trace);
  // What no lens would take must not be written.
  parseTraceText(file);
  await write(out, `${file}\n`);
  console.log(`${out}: ${trace.tokens.length} tokens, ${layers * heads} heads`);
  if (!vectors) return;
  await write(join(dirname(out), vectorsFile), vectors);
  console.log(`${join(dirname(out), vectorsFile)}: ${vectors.byteLength} bytes`);
}

/** @throws {UsageError} when there can be no such file. */
async function write(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path} cannot be written: ${why}. Name another file with --out.`, {
      cause,
    });
  }
}

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFileUpTo(path, MOST_TEXT_BYTES);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path} cannot be read as a text in UTF-8: ${why}.`, { cause });
  }
}

function parseHeads(list: string | undefined, layers: number, heads: number): HeadId[] {
  if (list === undefined) return [];
  const names = list.split(',').map((name) => name.trim());
  return [...new Set(names)].map((name) => {
    const [, layer, head] = /^(\d+)\.(\d+)$/.exec(name) ?? [];
    if (layer === undefined || Number(layer) >= layers || Number(head) >= heads) {
      throw new UsageError(
        `--qkv names "${name}"; heads from 0.0 to ${layers - 1}.${heads - 1} were expected.`,
      );
    }
    return `${Number(layer)}.${Number(head)}` as HeadId;
  });
}
