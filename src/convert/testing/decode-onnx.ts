// Reads ONNX files with protobufjs, which knows nothing of how ours are written.

import protobuf from 'protobufjs/light.js';
import { type ModelProto, ONNX_MESSAGES } from '../graph/onnx-schema.js';
import type { Field } from '../graph/protobuf-writer.js';

const TYPES: Readonly<Record<string, string>> = { int: 'int64' };

const fieldOf = ({ id, type, repeated }: Field) => ({
  id,
  type: TYPES[type] ?? type,
  ...(repeated && { rule: 'repeated' }),
});

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(ONNX_MESSAGES).map(([name, fields]) => [
      name,
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([key, field]) => [key, fieldOf(field)]),
        ),
      },
    ]),
  ),
});

const modelType = root.lookupType('ModelProto');

/** @throws {Error} of protobufjs when the bytes are not an ONNX model. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  // No defaults: an attribute that has all its fields is none that onnxruntime takes.
  const options = { longs: Number, arrays: true };
  return modelType.toObject(modelType.decode(bytes), options) as ModelProto;
}
