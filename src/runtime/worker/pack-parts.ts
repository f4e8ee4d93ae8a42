// The parts of a model as the files of its pack, which come one after another.

import type { ModelArchitecture } from '../packs/manifest.js';
import { sumOfBytes } from '../packs/pack-files.js';
import type { PackWeights, RemoteFile } from '../wire/protocol.js';
import type { ModelParts, PartFiles } from './stack/model-parts.js';
import { rowsIn } from './stack/row-table.js';

/** Where files come from: `Download`. */
export interface FileSource {
  /** One file, into a part of a buffer. */
  fill(target: Uint8Array<ArrayBuffer>, file: RemoteFile): Promise<void>;
}

export class PackParts implements ModelParts {
  readonly firstRows: number;
  readonly graphUrls: ModelParts['graphUrls'];
  readonly outputBytes: number;
  readonly #files: PackWeights;
  readonly #source: FileSource;
  #blockGraph: Uint8Array = new Uint8Array();

  constructor(architecture: ModelArchitecture, files: PackWeights, source: FileSource) {
    this.#files = files;
    this.#source = source;
    const { embedding, graphs, output } = files;
    this.outputBytes = sumOfBytes(output);
    this.firstRows = rowsIn(embedding[0]?.bytes ?? 0, architecture);
    this.graphUrls = { block: graphs.block.url, output: graphs.output.url };
  }

  async readFirstRows(table: Uint8Array<ArrayBuffer>): Promise<void> {
    const { graphs, embedding } = this.#files;
    this.#blockGraph = await this.#fetch([graphs.block]);
    await this.#fill(table, embedding.slice(0, 1));
  }

  readPositions(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#fetch([this.#files.positions]);
  }

  async readOtherRows(table: Uint8Array<ArrayBuffer>): Promise<void> {
    const [first, ...others] = this.#files.embedding;
    await this.#fill(table.subarray(first?.bytes), others);
  }

  async readLayer(layer: number): Promise<PartFiles> {
    const weights = await this.#fetch(this.#files.layers[layer] ?? []);
    return { graph: this.#blockGraph, weights };
  }

  async readOutput(buffer: Uint8Array<ArrayBuffer>): Promise<PartFiles> {
    const { graphs, output } = this.#files;
    await this.#fill(buffer.subarray(buffer.length - this.outputBytes), output);
    return { graph: await this.#fetch([graphs.output]), weights: buffer };
  }

  /** Several files, joined. */
  async #fetch(files: readonly RemoteFile[]): Promise<Uint8Array<ArrayBuffer>> {
    const joined = new Uint8Array(sumOfBytes(files));
    await this.#fill(joined, files);
    return joined;
  }

  /** One after another. */
  async #fill(target: Uint8Array<ArrayBuffer>, files: readonly RemoteFile[]): Promise<void> {
    let start = 0;
    for (const file of files) {
      await this.#source.fill(target.subarray(start, start + file.bytes), file);
      start += file.bytes;
    }
  }
}
