// Builds an ONNX graph node by node. Knows ONNX, not GPT-2.

import { WEIGHTS_PATH } from '../../runtime/worker/stack/open-session.js';
import type { StoredTensor } from '../weights.js';
import {
  ATTRIBUTE_TYPE,
  type AttributeProto,
  DATA_TYPE,
  type DataType,
  EXTERNAL,
  encodeModel,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './onnx-schema.js';

/** ONNX tells whole numbers from others by the attribute, not by the value. */
type Attribute =
  | { int: number }
  | { float: number }
  | { ints: readonly number[] }
  /** The body of a Loop. */
  | { graph: GraphBuilder };

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** `com.microsoft` for what ONNX itself does not have. */
  readonly domain?: 'com.microsoft';
  /** Name of the result, where it is an output of the graph. */
  readonly as?: string;
}

/** A value's name in the graph. */
export type ValueName = string;

/** A fixed length, or the name of a length known only at run time. */
type Dimension = number | string;

export class GraphBuilder {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers = new Map<string, TensorProto>();
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #constants = new Map<string, ValueName>();
  readonly #filled = new Map<string, ValueName>();
  #values = 0;

  input(name: string, type: DataType, shape: readonly Dimension[]): ValueName {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  output(name: string, type: DataType, shape: readonly Dimension[]): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** Adds a node with one result and returns the result's name. */
  node(opType: string, inputs: readonly ValueName[], options: NodeOptions = {}): ValueName {
    const result = options.as ?? this.#newName();
    this.#add(opType, inputs, [result], options);
    return result;
  }

  /** Adds a node with several results and returns their names. */
  nodes(
    opType: string,
    inputs: readonly ValueName[],
    count: number,
    options: NodeOptions = {},
  ): ValueName[] {
    const results = Array.from({ length: count }, () => this.#newName());
    this.#add(opType, inputs, results, options);
    return results;
  }

  /** Splits a value into `parts` equal parts along `axis`. */
  split(input: ValueName, parts: number, axis: number): ValueName[] {
    const attributes = { axis: { int: axis }, num_outputs: { int: parts } };
    return this.nodes('Split', [input], parts, { attributes });
  }

  /** Adds values up from left to right, under the name `as` if one is given. */
  sum([first, ...others]: readonly ValueName[], as?: string): ValueName {
    if (first === undefined) throw new RangeError('There is nothing to add up.');
    return others.reduce(
      (total, value, at) =>
        this.node(
          'Add',
          [total, value],
          at === others.length - 1 && as !== undefined ? { as } : {},
        ),
      first,
    );
  }

  cast(input: ValueName, type: DataType): ValueName {
    return this.node('Cast', [input], { attributes: { to: { int: DATA_TYPE[type] } } });
  }

  /** A weight that lies in the weights file, once however often it is asked for. */
  weight(tensor: StoredTensor, dims: readonly number[] = tensor.dims): ValueName {
    this.#initializers.set(tensor.name, {
      name: tensor.name,
      dataType: DATA_TYPE[tensor.type],
      dims,
      dataLocation: EXTERNAL,
      externalData: [
        { key: 'location', value: WEIGHTS_PATH },
        { key: 'offset', value: String(tensor.offset) },
        { key: 'length', value: String(tensor.bytes) },
      ],
    });
    return tensor.name;
  }

  /** A constant vector of int64, for shapes, axes and indices. */
  ints(...values: number[]): ValueName {
    const raw = new DataView(new ArrayBuffer(8 * values.length));
    for (const [at, value] of values.entries()) raw.setBigInt64(8 * at, BigInt(value), true);
    return this.#constant(`i${values.join('_')}`, 'int64', [values.length], raw);
  }

  /** A constant int64 without dimensions. */
  int(value: number): ValueName {
    const raw = new DataView(new ArrayBuffer(8));
    raw.setBigInt64(0, BigInt(value), true);
    return this.#constant(`n${value}`, 'int64', [], raw);
  }

  /** A constant float32 without dimensions. */
  float(value: number): ValueName {
    const raw = new DataView(new ArrayBuffer(4));
    raw.setFloat32(0, value, true);
    return this.#constant(`f${value}`, 'float32', [], raw);
  }

  /** A float32 vector of one value, made when the session is created. */
  filled(value: number, length: number): ValueName {
    const key = `${value}x${length}`;
    const known = this.#filled.get(key);
    if (known !== undefined) return known;
    const result = this.node('Expand', [this.float(value), this.ints(length)]);
    this.#filled.set(key, result);
    return result;
  }

  /** A constant uint8 without dimensions. */
  byte(value: number): ValueName {
    const raw = new DataView(new ArrayBuffer(1));
    raw.setUint8(0, value);
    return this.#constant(`b${value}`, 'uint8', [], raw);
  }

  /** The `.onnx` file: opset 21, which goes with IR 10. */
  build(): Uint8Array<ArrayBuffer> {
    return encodeModel({
      irVersion: 10,
      producerName: 'attention-lens',
      opsetImport: [
        { domain: '', version: 21 },
        { domain: 'com.microsoft', version: 1 },
      ],
      graph: this.graph('gpt2'),
    });
  }

  /** What it has so far, as a part of a model. */
  graph(name: string): GraphProto {
    return {
      name,
      node: this.#nodes,
      initializer: [...this.#initializers.values()],
      input: this.#inputs,
      output: this.#outputs,
    };
  }

  #add(
    opType: string,
    input: readonly ValueName[],
    output: readonly ValueName[],
    { attributes = {}, domain }: NodeOptions,
  ): void {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
    this.#nodes.push({ opType, ...(domain ? { domain } : {}), input, output, attribute });
  }

  /** One per value: most are used in every layer. */
  #constant(key: string, type: DataType, dims: readonly number[], raw: DataView): ValueName {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = this.#newName();
    this.#constants.set(key, name);
    const rawData = new Uint8Array(raw.buffer);
    this.#initializers.set(name, { name, dataType: DATA_TYPE[type], dims, rawData });
    return name;
  }

  /** Short: names are most of a graph's bytes. */
  #newName(): ValueName {
    return (this.#values++).toString(36);
  }
}

function attributeOf(name: string, value: Attribute): AttributeProto {
  if ('int' in value) return { name, type: ATTRIBUTE_TYPE.int, i: value.int };
  if ('float' in value) return { name, type: ATTRIBUTE_TYPE.float, f: value.float };
  if ('graph' in value) return { name, type: ATTRIBUTE_TYPE.graph, g: value.graph.graph(name) };
  return { name, type: ATTRIBUTE_TYPE.ints, ints: value.ints };
}

function valueInfo(name: string, type: DataType, shape: readonly Dimension[]): ValueInfoProto {
  const dim = shape.map((length) =>
    typeof length === 'number' ? { dimValue: length } : { dimParam: length },
  );
  return { name, type: { tensorType: { elemType: DATA_TYPE[type], shape: { dim } } } };
}
