// Writes Protocol Buffers (protobuf.dev/programming-guides/encoding) from plain objects and a table of their fields. Its own
// code, where a library would do: protobufjs makes functions from text, which a page with a strict CSP refuses.

import { joinBytes } from '../join-bytes.js';

/** `int` also for enumerations. */
type Scalar = 'int' | 'float' | 'string' | 'bytes';

export interface Field {
  readonly id: number;
  /** A scalar, or the name of a message. */
  readonly type: string;
  readonly repeated: boolean;
}

/** The fields of every message, by its name. */
export type Messages = Readonly<Record<string, Readonly<Record<string, Field>>>>;

const VARINT = 0;
const BYTES = 2;
const FIXED_32 = 5;

/** @param value has a field's value under its name; what is `undefined` or missing is not written. */
export function writeMessage(
  messages: Messages,
  name: string,
  value: object,
): Uint8Array<ArrayBuffer> {
  const fields = Object.entries(messages[name] ?? {}).sort(([, a], [, b]) => a.id - b.id);
  const parts: Uint8Array[] = [];
  for (const [key, { id, type, repeated }] of fields) {
    const held: unknown = (value as Record<string, unknown>)[key];
    if (held === undefined) continue;
    if (!repeated) {
      parts.push(...writeField(messages, id, type, held));
      continue;
    }
    const items = held as readonly unknown[];
    // Numbers of a list lie packed together.
    if (type === 'int' && items.length > 0) {
      const numbers = joinBytes(items.map((item) => varint(BigInt(item as number))));
      parts.push(tag(id, BYTES), varint(BigInt(numbers.length)), numbers);
      continue;
    }
    for (const item of items) parts.push(...writeField(messages, id, type, item));
  }
  return joinBytes(parts);
}

function writeField(messages: Messages, id: number, type: string, value: unknown): Uint8Array[] {
  switch (type as Scalar) {
    case 'int':
      return [tag(id, VARINT), varint(BigInt(value as number))];
    case 'float':
      return [tag(id, FIXED_32), new Uint8Array(Float32Array.of(value as number).buffer)];
  }
  const bytes = bytesOf(messages, type, value);
  return [tag(id, BYTES), varint(BigInt(bytes.length)), bytes];
}

function bytesOf(messages: Messages, type: string, value: unknown): Uint8Array {
  if (type === 'string') return new TextEncoder().encode(value as string);
  if (type === 'bytes') return value as Uint8Array;
  return writeMessage(messages, type, value as object);
}

function tag(id: number, wireType: number): Uint8Array {
  return varint(BigInt(id * 8 + wireType));
}

/** Seven bits a byte, the lowest first; of a negative number those of its 64-bit complement. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, value);
  while (left > 127n) {
    bytes.push(Number(left & 127n) | 128);
    left >>= 7n;
  }
  bytes.push(Number(left));
  return Uint8Array.from(bytes);
}
