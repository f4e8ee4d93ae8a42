// Unknown JSON to a Trace. Checks every field before it allocates anything, and names the first one that is wrong.

import { hasCredentials } from '../fetch/credentials.js';
import { shorten } from '../shorten.js';
import { base64Length, base64ToBytes } from './base64.js';
import { bytesPerHead, decodeHead, type HeadShape, rowLength, weightsPerHead } from './codec.js';
import {
  type NextToken,
  TRACE_FORMAT,
  TRACE_LIMITS,
  type TraceFile,
  type TraceModel,
  type TraceProvenance,
  type TraceQkvReference,
  type TraceToken,
} from './format.js';
import {
  readBoolean,
  readChoice,
  readInteger,
  readList,
  readObject,
  readProbability,
  readString,
} from './reader.js';
import { Trace, type TraceHeader } from './trace.js';
import { TraceError } from './trace-error.js';

/** How far a stored float32 row may be from summing to 1. */
const ROW_SUM_TOLERANCE = 1e-2;

/**
 * Reads a trace from the text of a file.
 * @param address of the file, in full, where it has one.
 * @throws {TraceError} when the text is not a valid `attention-trace@1`.
 */
export function parseTraceText(text: string, address?: string): Trace {
  if (text.length > TRACE_LIMITS.fileBytes) {
    throw new TraceError('file', `is larger than ${TRACE_LIMITS.fileBytes} bytes.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TraceError('file', `is not JSON: ${shorten((error as Error).message)}`);
  }
  return parseTrace(value, address);
}

/**
 * Reads a trace from a parsed file.
 * @param address of the file, in full, where it has one.
 * @throws {TraceError} when the value is not a valid `attention-trace@1`.
 */
export function parseTrace(value: TraceFile | unknown, address?: string): Trace {
  return reading(() => readTrace(value, address));
}

/**
 * Checks what an element reads of a trace, which may be another library's or a page's own.
 * @throws {TraceError} when a field is not what a `Trace` has, or it does not give a weight for each query and key.
 */
export function checkTrace(trace: Trace): Trace {
  return reading(() => {
    readModel(trace.model);
    readString(trace.text, 'text', TRACE_LIMITS.textCharacters);
    const queries = readTokens(trace.tokens, 'tokens').length;
    const keys = readTokens(trace.keys, 'keys').length;
    readProvenance(trace.provenance);
    if (trace.next !== undefined) readNext(trace.next);
    const { length } = trace.attention(0, 0);
    if (length === queries * keys) return trace;
    const expected = queries * keys;
    throw new TraceError('attention', `gives ${length} weights for head 0.0, not ${expected}.`);
  });
}

/** Getters and proxies of a page may throw anything. */
function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TraceError) throw error;
    const said = error instanceof Error ? `: ${shorten(error.message)}` : '';
    throw new TraceError('file', `could not be read${said}.`);
  }
}

function readTrace(value: unknown, address?: string): Trace {
  const file = readObject(value, 'file');
  readChoice(file.format, 'format', [TRACE_FORMAT]);
  const header = readHeader(file);
  const { layers, heads } = header.model;
  const shape: HeadShape = {
    queries: header.tokens.length,
    keys: (header.keys ?? header.tokens).length,
    causal: header.causal,
  };
  const claimed = weightsPerHead(shape) * layers * heads;
  if (claimed > TRACE_LIMITS.weights) {
    throw new TraceError(
      'tokens',
      `and model together claim ${claimed} weights; at most ${TRACE_LIMITS.weights} are read.`,
    );
  }

  const attention = readObject(file.attention, 'attention');
  const encoding = readChoice(attention.encoding, 'attention.encoding', ['u8-sqrt', 'f32']);
  const headBytes = bytesPerHead(shape, encoding);
  const bytes = readBytes(attention.data, headBytes * layers * heads);
  const read = (layer: number, head: number) => {
    const start = (layer * heads + head) * headBytes;
    return decodeHead(bytes.subarray(start, start + headBytes), shape, encoding);
  };
  if (encoding === 'f32') checkFloats(bytes, shape, heads);
  else checkSquareRoots(bytes, shape, heads);
  return new Trace(address === undefined ? header : { ...header, address }, read);
}

function readHeader(file: Readonly<Record<string, unknown>>): TraceHeader {
  const model = readModel(file.model);
  const causal = readBoolean(file.causal, 'causal');
  if (causal && file.keys !== undefined) {
    throw new TraceError('keys', 'must be left out when the trace is causal.');
  }
  return {
    model,
    text: readString(file.text, 'text', TRACE_LIMITS.textCharacters),
    tokens: readTokens(file.tokens, 'tokens'),
    ...(file.keys !== undefined && { keys: readTokens(file.keys, 'keys') }),
    causal,
    ...(file.next !== undefined && { next: readNext(file.next) }),
    ...(file.qkv !== undefined && { qkv: readQkv(file.qkv, model) }),
    provenance: readProvenance(file.provenance),
  };
}

function readModel(value: unknown): TraceModel {
  const model = readObject(value, 'model');
  return {
    id: readString(model.id, 'model.id', TRACE_LIMITS.labelCharacters),
    name: readString(model.name, 'model.name', TRACE_LIMITS.labelCharacters),
    layers: readInteger(model.layers, 'model.layers', 1, TRACE_LIMITS.layers),
    heads: readInteger(model.heads, 'model.heads', 1, TRACE_LIMITS.heads),
    ...(model.headDim !== undefined && {
      headDim: readInteger(model.headDim, 'model.headDim', 1, TRACE_LIMITS.headDim),
    }),
  };
}

function readTokens(value: unknown, field: string): TraceToken[] {
  const list = readList(value, field, TRACE_LIMITS.tokens);
  if (list.length === 0) throw new TraceError(field, 'is empty: there is nothing to show.');
  return list.map((entry, index) => readToken(entry, `${field}[${index}]`));
}

function readToken(value: unknown, field: string): TraceToken {
  const token = readObject(value, field);
  const id = readInteger(token.id, `${field}.id`, 0, Number.MAX_SAFE_INTEGER);
  const continues =
    token.continues === undefined
      ? {}
      : { continues: readBoolean(token.continues, `${field}.continues`) };
  if (token.bytes === undefined) {
    const text = readString(token.text, `${field}.text`, TRACE_LIMITS.tokenCharacters);
    return { id, text, ...continues };
  }
  const bytes = readString(token.bytes, `${field}.bytes`, TRACE_LIMITS.tokenCharacters);
  if (!/^(?:[0-9a-f]{2})+$/.test(bytes)) {
    throw new TraceError(`${field}.bytes`, 'must be bytes in lower-case hex, as in "f09f".');
  }
  return { id, bytes, ...continues };
}

function readNext(value: unknown): NextToken[] {
  return readList(value, 'next', TRACE_LIMITS.nextTokens).map((entry, index) => {
    const field = `next[${index}]`;
    const next = readObject(entry, field);
    return {
      id: readInteger(next.id, `${field}.id`, 0, Number.MAX_SAFE_INTEGER),
      text: readString(next.text, `${field}.text`, TRACE_LIMITS.tokenCharacters),
      p: readProbability(next.p, `${field}.p`),
    };
  });
}

function readHeadName(value: unknown, field: string, { layers, heads }: TraceModel): string {
  const name = readString(value, field, TRACE_LIMITS.labelCharacters);
  const [, layer, head] = /^(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(name) ?? [];
  if (layer !== undefined && Number(layer) < layers && Number(head) < heads) return name;
  throw new TraceError(field, `must name a head as "layer.head" but is "${shorten(name)}".`);
}

function readQkv(value: unknown, model: TraceModel): TraceQkvReference {
  const qkv = readObject(value, 'qkv');
  if (model.headDim === undefined) {
    throw new TraceError('model.headDim', 'is missing, but qkv needs it.');
  }
  return {
    url: readString(qkv.url, 'qkv.url', TRACE_LIMITS.labelCharacters),
    encoding: readChoice(qkv.encoding, 'qkv.encoding', ['f16']),
    parts: readList(qkv.parts, 'qkv.parts', 3).map((part, index) =>
      readChoice(part, `qkv.parts[${index}]`, ['q', 'k', 'v']),
    ),
    ...(qkv.heads !== undefined && {
      heads: readList(qkv.heads, 'qkv.heads', model.layers * model.heads).map((head, index) =>
        readHeadName(head, `qkv.heads[${index}]`, model),
      ),
    }),
  };
}

function readProvenance(value: unknown): TraceProvenance {
  const provenance = readObject(value, 'provenance');
  const label = (name: 'source' | 'licence' | 'precision') =>
    readString(provenance[name], `provenance.${name}`, TRACE_LIMITS.labelCharacters);
  return {
    kind: readChoice(provenance.kind, 'provenance.kind', ['recorded', 'live', 'constructed']),
    source: label('source'),
    ...(provenance.url !== undefined && { url: readWebAddress(provenance.url) }),
    ...(provenance.licence !== undefined && { licence: label('licence') }),
    ...(provenance.precision !== undefined && { precision: label('precision') }),
  };
}

/** Only https: the address becomes a link, and a `javascript:` link would be the file's code in the host's page. */
function readWebAddress(value: unknown): string {
  const url = readString(value, 'provenance.url', TRACE_LIMITS.labelCharacters);
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:' || hasCredentials(url)) {
    throw new TraceError('provenance.url', 'must be an https address without a password.');
  }
  return url;
}

function readBytes(value: unknown, length: number): Uint8Array {
  const field = 'attention.data';
  const expected = base64Length(length);
  const data = readString(value, field, expected);
  if (data.length < expected) {
    throw new TraceError(
      field,
      `is cut short: ${expected} characters of base64 were expected, ${data.length} are there.`,
    );
  }
  let bytes: Uint8Array;
  try {
    bytes = base64ToBytes(data);
  } catch {
    throw new TraceError(field, 'is not base64.');
  }
  if (bytes.length !== length) {
    throw new TraceError(field, `holds ${bytes.length} bytes, but ${length} were expected.`);
  }
  return bytes;
}

/** Every row must have something in it, or it could not be scaled to sum to 1. */
function checkSquareRoots(bytes: Uint8Array, shape: HeadShape, heads: number): void {
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    for (let query = 0; query < shape.queries; query++) {
      const end = at + rowLength(shape, query);
      // Most rows are seen to be good at their first byte.
      while (at < end && !bytes[at]) at++;
      if (at === end) throw rowError(index, heads, query, 'is all zeros.');
      at = end;
    }
  }
}

function checkFloats(bytes: Uint8Array, shape: HeadShape, heads: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (let index = 0; at < bytes.length; index++) {
    for (let query = 0; query < shape.queries; query++) {
      let sum = 0;
      for (let key = 0; key < rowLength(shape, query); key++, at += 4) {
        const weight = view.getFloat32(at, true);
        if (!(weight >= 0 && weight <= 1)) {
          throw rowError(index, heads, query, `has the weight ${weight}, which is not in 0..1.`);
        }
        sum += weight;
      }
      if (Math.abs(sum - 1) > ROW_SUM_TOLERANCE) {
        throw rowError(index, heads, query, `sums to ${sum}, not to 1.`);
      }
    }
  }
}

function rowError(index: number, heads: number, query: number, problem: string): TraceError {
  const name = `${Math.floor(index / heads)}.${index % heads}`;
  return new TraceError('attention.data', `is wrong: row ${query} of head ${name} ${problem}`);
}
