// The tensors of a checkpoint folder: one model.safetensors, or several files with an index. Knows nothing of GPT-2.

import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonFile } from '../cli/read-json.js';
import { shorten } from '../runtime/shorten.js';
import { ConvertError } from './convert-error.js';
import { type RowRange, Safetensors } from './safetensors.js';

export const WEIGHTS_FILE = 'model.safetensors';
export const INDEX_FILE = 'model.safetensors.index.json';

/** The open files of one checkpoint. Close them when done. */
export class TensorFiles {
  /** By their paths. */
  readonly #files: ReadonlyMap<string, Safetensors>;
  /** By the names of the tensors that are read from them. */
  readonly #tensors: ReadonlyMap<string, Safetensors>;

  private constructor(
    files: ReadonlyMap<string, Safetensors>,
    tensors: ReadonlyMap<string, Safetensors>,
  ) {
    this.#files = files;
    this.#tensors = tensors;
  }

  /** @throws {ConvertError} `safetensors` when files are missing, broken or not what the index says. */
  static async open(folder: string): Promise<TensorFiles> {
    const single = join(folder, WEIGHTS_FILE);
    if (existsSync(single) || !existsSync(join(folder, INDEX_FILE))) {
      const file = await Safetensors.open(single);
      const tensors = Array.from(file.entries.keys(), (name) => [name, file] as const);
      return new TensorFiles(new Map([[single, file]]), new Map(tensors));
    }
    const index = await readIndex(folder);
    const opened = new Map<string, Safetensors>();
    const tensors = new Map<string, Safetensors>();
    try {
      for (const shard of shardsOf(index)) {
        const path = join(folder, shard);
        opened.set(path, await Safetensors.open(path));
      }
      for (const [name, shard] of index) {
        const file = opened.get(join(folder, shard));
        if (!file?.entries.has(name)) {
          const problem = `is not in ${shard}, where ${INDEX_FILE} says it is.`;
          throw new ConvertError('tensor', `Tensor "${name}" ${problem}`);
        }
        tensors.set(name, file);
      }
    } catch (error) {
      for (const file of opened.values()) await file.close();
      throw error;
    }
    return new TensorFiles(opened, tensors);
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /** Of all tensors. */
  get names(): readonly string[] {
    return [...this.#tensors.keys()];
  }

  shape(name: string): readonly number[] | undefined {
    return this.#tensors.get(name)?.entries.get(name)?.shape;
  }

  /** @throws {ConvertError} `tensor`, as `Safetensors.read`. */
  async read(name: string, rows?: RowRange): Promise<Float32Array<ArrayBuffer>> {
    const file = this.#tensors.get(name);
    if (!file) throw new ConvertError('tensor', `The checkpoint has no tensor "${name}".`);
    return file.read(name, rows);
  }

  /** sha-256 of the file; of several, of their contents one after another in the order of their names. */
  async sha256(): Promise<string> {
    const hash = createHash('sha256');
    for (const path of this.#files.keys()) {
      for await (const chunk of createReadStream(path)) hash.update(chunk);
    }
    return hash.digest('hex');
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
  }
}

/** The file of every tensor, as model.safetensors.index.json has it. @throws {ConvertError} `safetensors` */
export async function readIndex(folder: string): Promise<Map<string, string>> {
  const index = await readJsonFile(join(folder, INDEX_FILE)).catch((cause: Error) => {
    const problem = `${INDEX_FILE} cannot be read as JSON: ${shorten(cause.message)}.`;
    throw new ConvertError('safetensors', problem, { cause });
  });
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
