// Query, key and value vectors of a trace, in the separate file that `qkv.url` of the trace names.

import type { QkvPart } from './format.js';
import type { Trace } from './trace.js';
import { TraceError } from './trace-error.js';

/** The recorded vectors of one trace. */
export interface QkvVectors {
  readonly parts: readonly QkvPart[];
  /**
   * One head's vectors [T,headDim], row-major: unscaled, so that softmax(q.k / sqrt(headDim)) is the attention.
   * @throws {TraceError} when the file has no such part, the model no such head, or a number is not finite.
   */
  vectors(part: QkvPart, layer: number, head: number): Float32Array;
}

/** What a file of vectors may have: half a gibibyte, all of GPT-2 XL on 1024 tokens. */
const MOST_BYTES = 2 ** 29;

/**
 * How long the file with the vectors of `trace` has to be, in bytes.
 * @throws {TraceError} when the trace names none, or one too large to be read.
 */
export function qkvBytes({ qkv, model, tokens }: Trace): number {
  if (!qkv || model.headDim === undefined) {
    throw new TraceError('qkv', 'is missing: no vectors were recorded.');
  }
  const heads = qkv.heads?.length ?? model.layers * model.heads;
  const bytes = 2 * qkv.parts.length * heads * tokens.length * model.headDim;
  if (bytes <= MOST_BYTES) return bytes;
  throw new TraceError('qkv', `claims a file of ${bytes} bytes; at most ${MOST_BYTES} are read.`);
}

/**
 * Reads the vectors of `trace` from the bytes of its file, a head at a time.
 * @throws {TraceError} when the trace has none or the file is not as long as its tokens and model ask.
 */
export function readQkv(trace: Trace, file: ArrayBuffer): QkvVectors {
  const { qkv, model, tokens } = trace;
  const expected = qkvBytes(trace);
  const { parts = [], heads: names } = qkv ?? {};
  const headLength = tokens.length * (model.headDim ?? 0);
  const count = names?.length ?? model.layers * model.heads;
  if (file.byteLength !== expected) {
    throw new TraceError('qkv', `file holds ${file.byteLength} bytes; ${expected} were expected.`);
  }
  const view = new DataView(file);
  return {
    parts,
    vectors(part, layer, head) {
      const partIndex = parts.indexOf(part);
      if (partIndex < 0) throw new TraceError('qkv.parts', `has no "${part}".`);
      const isHead = layer >= 0 && layer < model.layers && head >= 0 && head < model.heads;
      const place = names ? names.indexOf(`${layer}.${head}`) : layer * model.heads + head;
      if (!isHead || place < 0) throw new TraceError('qkv', `has no head ${layer}.${head}.`);
      const start = (partIndex * count + place) * headLength;
      const numbers = Float32Array.from({ length: headLength }, (_, at) =>
        halfToFloat(view.getUint16(2 * (start + at), true)),
      );
      if (!numbers.every(Number.isFinite)) {
        throw new TraceError(
          'qkv',
          `file has something that is no number at head ${layer}.${head}.`,
        );
      }
      return numbers;
    },
  };
}

const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);

/** IEEE 754 binary16 to a number. `DataView.getFloat16` is too new for the browsers this runs in. */
export function halfToFloat(bits: number): number {
  // A float32's fraction has 13 bits more, and its exponent is 112 larger.
  word[0] = (bits & 0x7fff) << 13;
  const finite = (single[0] as number) * 2 ** 112;
  const infinite = bits & 0x3ff ? Number.NaN : Infinity;
  const magnitude = (bits & 0x7c00) === 0x7c00 ? infinite : finite;
  return bits & 0x8000 ? -magnitude : magnitude;
}
