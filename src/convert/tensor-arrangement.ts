// Finds a GPT-2's tensors in the files of a checkpoint: with or without prefixes, as transformers' Conv1D [in,out] or
// torch's Linear [out,in], with or without biases. The shape of the first `c_attn` decides between the layouts.

import type { CheckpointConfig } from './config.js';
import { ConvertError } from './convert-error.js';
import { refuseQuantisedTensors } from './quantised.js';
import type { TensorFiles } from './tensor-files.js';
import { HEAD, tensorShapes } from './tensor-shapes.js';

const EMBEDDING = 'wte.weight';

/** Prefixes of torch.compile, of DataParallel and of a model with a head. */
const PREFIXES = /^((_orig_mod|module|transformer)\.)+/;

/** What older checkpoints keep beside the weights: the causal mask. */
const MASK_BUFFER = /\.attn\.(masked_)?bias$/;

export interface TensorArrangement {
  /** Names in the files, by plain names ("h.0.ln_1.bias"). */
  readonly fileNames: ReadonlyMap<string, string>;
  /** By plain names, with those of missing biases. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Whether a matrix is [out,in] in the files. */
  isLinear(name: string): boolean;
  /** Whether there is an output layer beside the embedding. */
  readonly hasHead: boolean;
}

/** @throws {ConvertError} `tensor`, with what was found and what was expected. */
export function arrangeTensors(
  files: TensorFiles,
  { architecture, untied, biases }: CheckpointConfig,
): TensorArrangement {
  refuseQuantisedTensors(files.tensors, (name) => files.dtype(name));
  const { fileName, all } = plainNames(files.tensors);
  const { dModel, vocab } = architecture;
  const attention = files.shape(fileName('h.0.attn.c_attn.weight') ?? '');
  const isLinearLayout = attention?.join() === `${3 * dModel},${dModel}`;
  const isLinear = (name: string) => isLinearLayout && /^h\..*\.c_\w+\.weight$/.test(name);

  const fileNames = new Map<string, string>();
  const shapes = new Map<string, readonly number[]>();
  const expect = (name: string, shape: readonly number[], stored = fileName(name)) => {
    const wanted = isLinear(name) ? [...shape].reverse() : shape;
    checkShape(name, stored === undefined ? undefined : files.shape(stored), wanted, files.tensors);
    if (stored !== undefined) fileNames.set(name, stored);
  };
  // Of two tied tensors, safetensors' save_model keeps the head and save_pretrained the embedding.
  const head = fileName(HEAD);
  const embedding = fileName(EMBEDDING) ?? (untied ? undefined : head);
  for (const [name, shape] of tensorShapes(architecture)) {
    shapes.set(name, shape);
    if (!biases && name.endsWith('.bias')) continue;
    expect(name, shape, name === EMBEDDING ? embedding : fileName(name));
  }
  const hasHead = untied || (head !== undefined && head !== embedding);
  if (hasHead) {
    shapes.set(HEAD, [vocab, dModel]);
    expect(HEAD, [vocab, dModel]);
  }
  refuseOthers(all, fileNames);
  return { fileNames, shapes, isLinear, hasHead };
}

/** `fileName` gives the name in the files of a plain name, and throws if there are two. */
function plainNames(names: readonly string[]) {
  const all = new Map<string, string[]>();
  for (const name of names) {
    const plain = name.replace(PREFIXES, '');
    all.set(plain, [...(all.get(plain) ?? []), name]);
  }
  const fileName = (plain: string): string | undefined => {
    const [name, other] = all.get(plain) ?? [];
    if (other === undefined) return name;
    const problem = `Tensor "${plain}" is there twice, as "${name}" and as "${other}".`;
    throw new ConvertError('tensor', `${problem} Save the model alone.`);
  };
  return { all, fileName };
}

/** Parts of layers that no GPT-2 has, or that config.json does not mention, would be left out without a word. */
function refuseOthers(
  all: ReadonlyMap<string, readonly string[]>,
  expected: ReadonlyMap<string, string>,
): void {
  for (const [plain, [name]] of all) {
    const isPart = plain.startsWith('h.') || plain.startsWith('ln_f.');
    if (!isPart || expected.has(plain) || MASK_BUFFER.test(plain)) continue;
    const problem = 'is in the checkpoint, but in no GPT-2 of as many layers as config.json says.';
    throw new ConvertError('tensor', `Tensor "${name}" ${problem}`);
  }
}

/** @param present every tensor there is: what another kind of model has instead says which. */
function checkShape(
  name: string,
  found: readonly number[] | undefined,
  expected: readonly number[],
  [first]: readonly string[],
): void {
  if (found && found.join() === expected.join()) return;
  const is = found ? `has the shape [${found.join(',')}]` : 'is missing';
  const wanted = `[${expected.join(',')}] was expected from config.json.`;
  const there =
    first === undefined ? ' has no tensors' : `'s first tensor is ${JSON.stringify(first)}`;
  const instead = found ? '' : ` The checkpoint${there}.`;
  throw new ConvertError('tensor', `Tensor "${name}" ${is}; ${wanted}${instead}`);
}
