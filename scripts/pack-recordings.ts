// Packs the float32 recordings of traces/recordings into the traces that ship, and the constructed ones beside them:
// `npm run traces [-- <folder>]`.
// Token ids are made here, by GPT-2's tokenizer, and must give the recorded token texts exactly.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decode, encode } from 'gpt-tokenizer/encoding/r50k_base';
import {
  encodeTrace,
  Trace,
  type TraceHeader,
  type TraceModel,
} from '../src/runtime/trace/index.js';
import { bothWays, captionAndPicture } from '../stories/constructed-traces.js';

type Matrices = readonly (readonly (readonly (readonly number[])[])[])[];

/** A file to write: its name and its content. */
interface PackedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

interface Recording {
  readonly prompt: string;
  readonly tokens: readonly string[];
  readonly attention: Matrices;
}

interface VectorRecording extends Recording {
  readonly queries: Matrices;
  readonly keys: Matrices;
}

const GPT2_SMALL: TraceModel = {
  id: 'gpt2',
  name: 'GPT-2 small',
  layers: 12,
  heads: 12,
  headDim: 64,
};

const STORED = 'recorded as float32, stored as 8-bit square roots';

const BERTVIZ = {
  kind: 'recorded',
  source: 'saved output of a notebook in jessevig/bertviz',
  url: 'https://github.com/jessevig/bertviz',
  licence: 'Apache-2.0',
  precision: STORED,
} as const;

const EXPLAINER = {
  kind: 'recorded',
  source: 'example data of poloclub/transformer-explainer',
  url: 'https://github.com/poloclub/transformer-explainer',
  licence: 'MIT',
  precision: `${STORED}; the exporting model computes the exact GELU where GPT-2 has its tanh form`,
} as const;

/** Every trace that ships, made from the recordings in `folder`. */
export async function packRecordings(folder: string): Promise<PackedFile[]> {
  const read = async <T>(name: string): Promise<T> =>
    JSON.parse(await readFile(join(folder, name), 'utf8'));
  const dog = await read<Recording>('dog.json');
  const smith = await read<VectorRecording>('john-smith-qk.json');
  const { examples } = await read<{ examples: Recording[] }>('explainer.json');
  const names = ['data-visualization', 'artificial-intelligence', 'spaceship'];
  return [
    packTrace('dog', dog, { provenance: BERTVIZ }),
    packTrace('john-smith', smith, {
      qkv: { url: 'john-smith.qkv.bin', encoding: 'f16', parts: ['q', 'k'] },
      provenance: BERTVIZ,
    }),
    { name: 'john-smith.qkv.bin', content: packHalves([smith.queries, smith.keys]) },
    ...examples.map((example, index) =>
      packTrace(names[index] ?? `example-${index}`, example, { provenance: EXPLAINER }),
    ),
  ];
}

/** The two layouts that no recording has, as files. They say of themselves that they are made by hand. */
export function packConstructed(): PackedFile[] {
  const pack = (name: string, trace: Trace): PackedFile => ({
    name: `${name}.json`,
    content: `${JSON.stringify(encodeTrace(trace))}\n`,
  });
  return [pack('both-ways', bothWays()), pack('caption-and-picture', captionAndPicture())];
}

function packTrace(
  name: string,
  recording: Recording,
  about: Pick<TraceHeader, 'qkv' | 'provenance'>,
): PackedFile {
  const { prompt, tokens, attention } = recording;
  const ids = encode(prompt);
  const texts = ids.map((id) => decode([id]));
  if (JSON.stringify(texts) !== JSON.stringify(tokens)) {
    throw new Error(
      `${name}: the tokenizer gives ${texts.join('|')}, recorded ${tokens.join('|')}`,
    );
  }
  const header: TraceHeader = {
    model: GPT2_SMALL,
    text: prompt,
    tokens: ids.map((id, index) => ({ id, text: texts[index] ?? '' })),
    causal: true,
    ...about,
  };
  const trace = new Trace(header, (layer, head) =>
    Float32Array.from(attention[layer]?.[head]?.flat() ?? []),
  );
  return { name: `${name}.json`, content: `${JSON.stringify(encodeTrace(trace))}\n` };
}

function packHalves(parts: readonly Matrices[]): Uint8Array {
  const values = parts.flat(4) as number[];
  const view = new DataView(new ArrayBuffer(2 * values.length));
  values.forEach((value, index) => {
    view.setUint16(2 * index, floatToHalf(value), true);
  });
  return new Uint8Array(view.buffer);
}

/** A number to IEEE 754 binary16, rounded to nearest; the recorded vectors are all within its normal range or tiny. */
function floatToHalf(value: number): number {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size < 2 ** -14) return sign | Math.round(size / 2 ** -24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) * 1024 + Math.round((size / 2 ** exponent - 1) * 1024));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = new URL('../traces/', import.meta.url);
  const folder = process.argv[2] ?? new URL('recordings/', root).pathname;
  for (const { name, content } of [...(await packRecordings(folder)), ...packConstructed()]) {
    await writeFile(new URL(name, root), content);
    console.log(`traces/${name}: ${content.length} bytes`);
  }
}
