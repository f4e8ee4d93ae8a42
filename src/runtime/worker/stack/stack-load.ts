// Loads a model part by part, one file after another, and opens each layer as soon as its weights are there: a reader sees
// the first heads while the last layers are still on their way, and who leaves early has cost only what came.
//
// The order of requests does not depend on the text, or a server could tell what was typed: the first rows of the embedding
// (which hold the 8,192 most common tokens), positions, layer 0, layer 1 and so on, the other rows. Only that a text has a
// rarer token can be told: then all other rows come next, in their fixed order.

import type { InferenceSession } from 'onnxruntime-web';
import { Deferred } from '../../deferred.js';
import { sumOfBytes } from '../../packs/pack-files.js';
import type { LoadRequest, RemoteFile } from '../../wire/protocol.js';
import type { Ort } from '../ort.js';
import { BlockStack } from './block-stack.js';
import { Lock } from './lock.js';
import { openSession, type SessionFiles } from './open-session.js';
import { RowTable, rowsIn } from './row-table.js';

/** Where files come from: `Download`. */
export interface FileSource {
  /** One file, into a part of a buffer. */
  fill(target: Uint8Array<ArrayBuffer>, file: RemoteFile): Promise<void>;
}

/** Creates the first session, with which onnxruntime-web starts. */
export type FirstStart = (create: () => Promise<InferenceSession>) => Promise<InferenceSession>;

const BLOCK_OUTPUTS = ['attention', 'keys', 'values', 'residual.post', 'qkv'];

export class StackLoad {
  readonly #request: LoadRequest;
  readonly #source: FileSource;
  readonly #lock = new Lock();
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

  constructor(request: LoadRequest, source: FileSource) {
    this.#request = request;
    this.#source = source;
    this.#blocks = request.layers.map(() => new Deferred());
  }

  /** Once the first layer can be run. */
  get begun(): Promise<unknown> {
    return this.#blocks[0]?.promise ?? this.#output.promise;
  }

  /** The model, whose parts may still be on their way. */
  stack(ort: Pick<Ort, 'Tensor'>): BlockStack {
    return new BlockStack({
      ort,
      architecture: this.#request.architecture,
      lock: this.#lock,
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
   * @throws {RuntimeError} what the source or `openSession` throw.
   */
  async load(importing: Promise<Ort>, start: FirstStart, onRead: () => void): Promise<void> {
    const opening: Promise<void>[] = [];
    const failed = new Deferred<never>();
    const open = (part: Deferred<InferenceSession>, files: SessionFiles) => {
      const isFirst = opening.length === 0;
      const opened = this.#open(part, files, importing, isFirst ? start : (create) => create());
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
    const { architecture, graphs, embedding, positions, layers, output } = this.#request;
    const [firstFile, ...otherFiles] = embedding;
    // The embedding, and then what else the output layer reads.
    const outputWeights = new Uint8Array(sumOfBytes([...embedding, ...output]));
    const table = outputWeights.subarray(0, sumOfBytes(embedding));
    let end = 0;
    const append = async (files: readonly RemoteFile[]) => {
      await this.#fill(outputWeights.subarray(end), files);
      end += sumOfBytes(files);
    };
    let rest = otherFiles;
    /** All other rows, where they are wanted now. */
    const readRest = async (wanted: boolean) => {
      if (!wanted) return;
      await append(rest);
      rest = [];
    };

    const graph = await this.#fetch([graphs.block]);
    await append(firstFile ? [firstFile] : []);
    await this.#looking;
    await readRest(this.#rareToken);
    const rows = new RowTable(architecture, table, await this.#fetch([positions]));
    this.#firstRows.resolve(rows);
    for (const [layer, files] of layers.entries()) {
      await readRest(this.#rareToken);
      if (rest.length === 0) this.#allRows.resolve(rows);
      const weights = await this.#fetch(files);
      const part = this.#blocks[layer] as Deferred<InferenceSession>;
      open(part, { graph, weights, outputs: BLOCK_OUTPUTS, url: graphs.block.url });
    }
    await readRest(true);
    this.#allRows.resolve(rows);
    await append(output);
    open(this.#output, {
      graph: await this.#fetch([graphs.output]),
      weights: outputWeights,
      outputs: ['logits'],
      url: graphs.output.url,
    });
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

  async #open(
    part: Deferred<InferenceSession>,
    files: SessionFiles,
    importing: Promise<Ort>,
    start: FirstStart,
  ): Promise<void> {
    const ort = await importing;
    const { device } = this.#request.plan;
    const session = await this.#lock.run(() => start(() => openSession(ort, device, files)));
    this.#sessions.push(session);
    part.resolve(session);
    if (this.#closed) await this.close();
  }

  /** Gives what is open back. No memory comes back with it, which only the worker's end does. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const session of this.#sessions.splice(0)) await this.#lock.run(() => session.release());
  }

  #isRare(id: number): boolean {
    const { embedding, architecture } = this.#request;
    return id >= rowsIn(embedding[0]?.bytes ?? 0, architecture);
  }
}
