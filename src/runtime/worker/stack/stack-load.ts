// Loads a model part by part, one file after another, and opens each layer as soon as its weights are there: a reader sees
// the first heads while the last layers are still on their way, and who leaves early has cost only what came.
//
// The order of requests does not depend on the text, or a server could tell what was typed: the first rows of the embedding
// (which hold the 8,192 most common tokens), positions, layer 0, layer 1 and so on, the other rows. Only that a text has a
// rarer token can be told: then all other rows come next, in their fixed order.

import type { InferenceSession } from 'onnxruntime-web';
import { Deferred } from '../../deferred.js';
import type { ModelArchitecture } from '../../packs/manifest.js';
import { embeddingPlaces } from '../../packs/row8.js';
import type { Ort } from '../ort.js';
import { BlockStack } from './block-stack.js';
import type { Lock } from './lock.js';
import type { ModelParts } from './model-parts.js';
import { openSession, type SessionFiles } from './open-session.js';
import { RowTable } from './row-table.js';

export interface StackLoadOptions {
  readonly architecture: ModelArchitecture;
  readonly device: 'wasm' | 'webgpu';
  readonly parts: ModelParts;
  /** Over all that onnxruntime-web is asked for. */
  readonly lock: Pick<Lock, 'run'>;
}

const BLOCK_OUTPUTS = ['attention', 'keys', 'values', 'residual.post', 'qkv'];

export class StackLoad {
  readonly #options: StackLoadOptions;
  readonly #blocks: readonly Deferred<InferenceSession>[];
  readonly #output = new Deferred<InferenceSession>();
  /** With the first rows, and with all. */
  readonly #firstRows = new Deferred<RowTable>();
  readonly #allRows = new Deferred<RowTable>();
  readonly #sessions: InferenceSession[] = [];
  /** A run has a token that is not among the first rows. */
  #rareToken = false;
  /** Until it is known whether runs that were asked for have one. */
  #looking: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: StackLoadOptions) {
    this.#options = options;
    const { layers } = options.architecture;
    this.#blocks = Array.from({ length: layers }, () => new Deferred());
  }

  /** What its graphs are called in errors. */
  get graphUrls(): ModelParts['graphUrls'] {
    return this.#options.parts.graphUrls;
  }

  /** Once the first layer can be run. */
  get begun(): Promise<unknown> {
    return this.#blocks[0]?.promise ?? this.#output.promise;
  }

  /** The model, whose parts may still be on their way. */
  stack(ort: Pick<Ort, 'Tensor'>): BlockStack {
    return new BlockStack({
      ort,
      architecture: this.#options.architecture,
      lock: this.#options.lock,
      rows: (ids) => (ids.some((id) => this.#isRare(id)) ? this.#allRows : this.#firstRows).promise,
      block: (layer) => (this.#blocks[layer] as Deferred<InferenceSession>).promise,
      output: () => this.#output.promise,
    });
  }

  /** A run will have these tokens. If one of them is rare, all rows are read next. */
  expect(ids: Promise<readonly number[]>): void {
    const look = async () => {
      this.#rareToken ||= (await ids).some((id) => this.#isRare(id));
    };
    // A text that cannot be read is told so elsewhere.
    this.#looking = Promise.allSettled([this.#looking, look()]);
  }

  /**
   * Reads and opens everything. When something fails, so does whatever waits for a part.
   * @param onRead told once all is read.
   * @throws {RuntimeError} what the parts or `openSession` throw.
   */
  async load(importing: Promise<Ort>, onRead: () => void): Promise<void> {
    const opening: Promise<void>[] = [];
    const failed = new Deferred<never>();
    const open = (part: Deferred<InferenceSession>, files: SessionFiles) => {
      const opened = this.#open(part, files, importing);
      opened.catch((error) => failed.reject(error));
      opening.push(opened);
    };
    try {
      importing.catch((error) => failed.reject(error));
      await Promise.race([Promise.all([this.#read(open), importing]), failed.promise]);
      onRead();
      await Promise.all(opening);
    } catch (error) {
      for (const part of [...this.#blocks, this.#output, this.#firstRows, this.#allRows]) {
        part.reject(error);
      }
      throw error;
    }
  }

  async #read(
    open: (part: Deferred<InferenceSession>, files: SessionFiles) => void,
  ): Promise<void> {
    const { architecture, parts } = this.#options;
    const { block, output } = parts.graphUrls;
    const { bytes } = embeddingPlaces(architecture);
    // The embedding, and then what else the output layer reads.
    const buffer = new Uint8Array(bytes + parts.outputBytes);
    const table = buffer.subarray(0, bytes);
    let isWhole = false;
    /** All other rows, where they are wanted now. */
    const readRest = async (wanted: boolean) => {
      if (!wanted || isWhole) return;
      await parts.readOtherRows(table);
      isWhole = true;
    };

    await parts.readFirstRows(table);
    await this.#looking;
    await readRest(this.#rareToken);
    const rows = new RowTable(architecture, table, await parts.readPositions());
    this.#firstRows.resolve(rows);
    for (const [layer, part] of this.#blocks.entries()) {
      await readRest(this.#rareToken);
      if (isWhole) this.#allRows.resolve(rows);
      open(part, { ...(await parts.readLayer(layer)), outputs: BLOCK_OUTPUTS, url: block });
    }
    await readRest(true);
    this.#allRows.resolve(rows);
    open(this.#output, { ...(await parts.readOutput(buffer)), outputs: ['logits'], url: output });
  }

  async #open(
    part: Deferred<InferenceSession>,
    files: SessionFiles,
    importing: Promise<Ort>,
  ): Promise<void> {
    const ort = await importing;
    const { device, lock } = this.#options;
    const session = await lock.run(() => openSession(ort, device, files));
    this.#sessions.push(session);
    part.resolve(session);
    if (this.#closed) await this.close();
  }

  /** Gives what is open back. No memory comes back with it, which only the worker's end does. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const session of this.#sessions.splice(0))
      await this.#options.lock.run(() => session.release());
  }

  #isRare(id: number): boolean {
    return id >= this.#options.parts.firstRows;
  }
}
