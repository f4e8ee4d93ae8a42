// A recorded trace from one run of a pack.

import type { PackRun } from '../../convert/fidelity/pack-session.js';
import { floatToHalf } from '../../convert/half.js';
import { encodeTrace, type HeadId, Trace, type TraceFile } from '../../runtime/trace/index.js';
import { topCandidates } from '../../runtime/worker/next-tokens.js';
import { PackError } from '../verify/pack-error.js';
import { type LoadedPack, openPack } from '../verify/run-pack.js';

export interface RecordOptions {
  readonly text: string;
  /** How many of the most likely next tokens are kept. */
  readonly next: number;
  /** Heads whose query, key and value vectors are kept, as "5.1". */
  readonly qkv: readonly HeadId[];
  /** Where the vectors will be, relative to the trace. */
  readonly qkvUrl: string;
}

export interface Recording {
  readonly trace: TraceFile;
  /** float16 [part][head][token][headDim], in the order of `qkv`; none where no vectors were asked for. */
  readonly vectors?: Uint8Array;
}

/** @throws {PackError} when the pack has no tokenizer, or the text is empty or has too many tokens. */
export async function recordTrace(pack: LoadedPack, options: RecordOptions): Promise<Recording> {
  const { tokenizer } = pack;
  const { architecture, id, name, provenance } = pack.manifest;
  const { layers, heads, dModel, context } = architecture;
  if (!tokenizer) throw new PackError(`${name} has no tokenizer, so it takes no text.`);
  const { ids, text, tokens, truncated } = tokenizer.tokenize(options.text, context);
  if (ids.length === 0) throw new PackError('The text is empty.');
  if (truncated) {
    const problem = `The text has ${truncated.total} tokens; ${name} takes at most ${context}.`;
    throw new PackError(`${problem} Use a shorter text.`);
  }
  const session = await openPack(pack, 'webgpu');
  const run = await session.run(ids).finally(() => session.release());
  const square = ids.length ** 2;
  const trace = new Trace(
    {
      model: { id, name, layers, heads, headDim: dModel / heads },
      text,
      tokens,
      causal: true,
      ...(options.next > 0 && {
        next: topCandidates(run.logits, options.next).map(({ id, p }) => ({
          ...{ id, text: tokenizer.label(id), p },
        })),
      }),
      ...(options.qkv.length > 0 && {
        qkv: {
          ...{ url: options.qkvUrl, encoding: 'f16', parts: ['q', 'k', 'v'], heads: options.qkv },
        } as const,
      }),
      provenance: {
        kind: 'recorded',
        source: `a run of ${name} (${provenance.checkpoint}) with attention-lens record`,
        ...(provenance.licence !== undefined && { licence: provenance.licence }),
        precision: 'weights in 8 bits, a scale per row; activations in float32',
      },
    },
    (layer, head) =>
      (run.attention[layer] ?? new Float32Array()).subarray(head * square, (head + 1) * square),
  );
  return {
    trace: encodeTrace(trace),
    ...(options.qkv.length > 0 && {
      vectors: packVectors(run, options.qkv, ids.length, dModel, dModel / heads),
    }),
  };
}

function packVectors(
  run: PackRun,
  heads: readonly HeadId[],
  tokens: number,
  dModel: number,
  headDim: number,
): Uint8Array {
  const bytes = new Uint8Array(2 * 3 * heads.length * tokens * headDim);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (let part = 0; part < 3; part++) {
    for (const id of heads) {
      const [layer = 0, head = 0] = id.split('.').map(Number);
      for (let token = 0; token < tokens; token++) {
        const start = (3 * token + part) * dModel + head * headDim;
        for (const value of run.qkv[layer]?.subarray(start, start + headDim) ?? []) {
          view.setUint16(at, floatToHalf(value), true);
          at += 2;
        }
      }
    }
  }
  return bytes;
}
