// The part of ONNX's file format that our graphs use. Field numbers: github.com/onnx/onnx, onnx.proto.

import { type Field, type Messages, writeMessage } from './protobuf-writer.js';

const field = (id: number, type: string): Field => ({ id, type, repeated: false });
const repeated = (id: number, type: string): Field => ({ id, type, repeated: true });

export const ONNX_MESSAGES: Messages = {
  ModelProto: {
    irVersion: field(1, 'int'),
    producerName: field(2, 'string'),
    graph: field(7, 'GraphProto'),
    opsetImport: repeated(8, 'OperatorSetIdProto'),
  },
  OperatorSetIdProto: { domain: field(1, 'string'), version: field(2, 'int') },
  GraphProto: {
    node: repeated(1, 'NodeProto'),
    name: field(2, 'string'),
    initializer: repeated(5, 'TensorProto'),
    input: repeated(11, 'ValueInfoProto'),
    output: repeated(12, 'ValueInfoProto'),
  },
  NodeProto: {
    input: repeated(1, 'string'),
    output: repeated(2, 'string'),
    opType: field(4, 'string'),
    attribute: repeated(5, 'AttributeProto'),
    domain: field(7, 'string'),
  },
  AttributeProto: {
    name: field(1, 'string'),
    f: field(2, 'float'),
    i: field(3, 'int'),
    g: field(6, 'GraphProto'),
    ints: repeated(8, 'int'),
    type: field(20, 'int'),
  },
  TensorProto: {
    dims: repeated(1, 'int'),
    dataType: field(2, 'int'),
    name: field(8, 'string'),
    rawData: field(9, 'bytes'),
    externalData: repeated(13, 'StringStringEntryProto'),
    dataLocation: field(14, 'int'),
  },
  StringStringEntryProto: { key: field(1, 'string'), value: field(2, 'string') },
  ValueInfoProto: { name: field(1, 'string'), type: field(2, 'TypeProto') },
  TypeProto: { tensorType: field(1, 'TensorTypeProto') },
  TensorTypeProto: { elemType: field(1, 'int'), shape: field(2, 'ShapeProto') },
  ShapeProto: { dim: repeated(1, 'DimensionProto') },
  DimensionProto: { dimValue: field(1, 'int'), dimParam: field(2, 'string') },
};

/** TensorProto.DataType. */
export const DATA_TYPE = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
} as const;
export type DataType = keyof typeof DATA_TYPE;

/** AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, graph: 5, ints: 7 } as const;

/** TensorProto.DataLocation: the values lie in another file. */
export const EXTERNAL = 1;

export interface AttributeProto {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly g?: GraphProto;
  readonly ints?: readonly number[];
}

export interface NodeProto {
  readonly opType: string;
  /** Absent for ONNX's own. */
  readonly domain?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

export interface TensorProto {
  readonly name: string;
  readonly dataType: number;
  readonly dims: readonly number[];
  readonly rawData?: Uint8Array;
  readonly dataLocation?: number;
  readonly externalData?: readonly { readonly key: string; readonly value: string }[];
}

export interface ValueInfoProto {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: { readonly dim: readonly { dimValue?: number; dimParam?: string }[] };
    };
  };
}

export interface GraphProto {
  readonly name: string;
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfoProto[];
  readonly output: readonly ValueInfoProto[];
}

export interface ModelProto {
  readonly irVersion: number;
  readonly producerName: string;
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[];
  readonly graph: GraphProto;
}

export function encodeModel(model: ModelProto): Uint8Array<ArrayBuffer> {
  return writeMessage(ONNX_MESSAGES, 'ModelProto', model);
}
