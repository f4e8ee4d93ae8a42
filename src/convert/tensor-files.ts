// The tensors of a checkpoint: one model.safetensors, or several files with an index. Knows nothing of GPT-2.

import { shorten } from '../runtime/shorten.js';
import type { CheckpointFiles } from './checkpoint-files.js';
import { ConvertError } from './convert-error.js';
import { readJson } from './read-json.js';
import { type RowRange, Safetensors, type TensorValues } from './safetensors.js';
import { whatItIs } from './what-it-is.js';

export const WEIGHTS_FILE = 'model.safetensors';
export const INDEX_FILE = 'model.safetensors.index.json';

export class TensorFiles {
  /** By the names of the tensors that are read from them. */
  readonly #tensors: ReadonlyMap<string, Safetensors>;
  /** Names of the files, sorted. */
  readonly names: readonly string[];

  private constructor(names: readonly string[], tensors: ReadonlyMap<string, Safetensors>) {
    this.names = names;
    this.#tensors = tensors;
  }

  /** @throws {ConvertError} `safetensors` when files are missing, broken or not what the index says. */
  static async open(files: CheckpointFiles): Promise<TensorFiles> {
    const open = async (name: string): Promise<Safetensors> => {
      const file = await files.open(name);
      if (file) return Safetensors.open(file, name);
      const instead = whatItIs('The checkpoint', files.names);
      if (instead) throw instead;
      const advice = 'The converter needs a GPT-2 saved as safetensors.';
      throw new ConvertError('safetensors', `${name} cannot be opened. ${advice}`);
    };
    if (files.names.includes(WEIGHTS_FILE) || !files.names.includes(INDEX_FILE)) {
      const file = await open(WEIGHTS_FILE);
      const tensors = new Map<string, Safetensors>();
      for (const name of file.entries.keys()) tensors.set(name, file);
      return new TensorFiles([WEIGHTS_FILE], tensors);
    }
    const index = await readIndex(files);
    const shards = shardsOf(index);
    const opened = new Map<string, Safetensors>();
    for (const shard of shards) opened.set(shard, await open(shard));
    const tensors = new Map<string, Safetensors>();
    for (const [name, shard] of index) {
      const file = opened.get(shard);
      if (!file?.entries.has(name)) {
        const problem = `is not in ${shard}, where ${INDEX_FILE} says it is.`;
        throw new ConvertError('tensor', `Tensor "${name}" ${problem}`);
      }
      tensors.set(name, file);
    }
    return new TensorFiles(shards, tensors);
  }

  /** Of all tensors. */
  get tensors(): readonly string[] {
    return [...this.#tensors.keys()];
  }

  shape(name: string): readonly number[] | undefined {
    return this.#tensors.get(name)?.entries.get(name)?.shape;
  }

  /** As the format names it: "F32". */
  dtype(name: string): string | undefined {
    return this.#tensors.get(name)?.entries.get(name)?.dtype;
  }

  /** Of one tensor. */
  bytes(name: string): number {
    const entry = this.#tensors.get(name)?.entries.get(name);
    return entry ? entry.end - entry.begin : 0;
  }

  /** @throws {ConvertError} `tensor`, as `Safetensors.read`. */
  async read(name: string, rows?: RowRange): Promise<Float32Array<ArrayBuffer>> {
    return this.#fileOf(name).read(name, rows);
  }

  /** @throws {ConvertError} `tensor`, as `Safetensors.readAll`. */
  async readAll(names: readonly string[]): Promise<TensorValues> {
    const byFile = new Map<Safetensors, string[]>();
    for (const name of names) {
      const file = this.#fileOf(name);
      byFile.set(file, [...(byFile.get(file) ?? []), name]);
    }
    const values = new Map<string, Float32Array<ArrayBuffer>>();
    for (const [file, held] of byFile) {
      for (const [name, found] of await file.readAll(held)) values.set(name, found);
    }
    return values;
  }

  #fileOf(name: string): Safetensors {
    const file = this.#tensors.get(name);
    if (file) return file;
    throw new ConvertError('tensor', `The checkpoint has no tensor "${name}".`);
  }
}

/** The file of every tensor, as model.safetensors.index.json has it. @throws {ConvertError} `safetensors` */
export async function readIndex(files: CheckpointFiles): Promise<Map<string, string>> {
  const index = await readJson(files, INDEX_FILE, 'safetensors');
  const map =
    typeof index === 'object' && index !== null && 'weight_map' in index && index.weight_map;
  if (typeof map !== 'object' || map === null || Object.keys(map).length === 0) {
    throw new ConvertError('safetensors', `${INDEX_FILE} has no weight_map of tensors to files.`);
  }
  return new Map(
    Object.entries(map).map(([name, file]) => {
      // A file of this folder and no other: the index may be a stranger's.
      if (typeof file === 'string' && /^[\w-][\w.-]*$/.test(file)) return [name, file];
      const place = shorten(JSON.stringify(file));
      const problem = `${INDEX_FILE} puts tensor "${shorten(name)}" into ${place}`;
      throw new ConvertError('safetensors', `${problem}; the name of a file was expected.`);
    }),
  );
}

/** The files an index names, each once, sorted. */
export function shardsOf(index: ReadonlyMap<string, string>): string[] {
  return [...new Set(index.values())].sort();
}
