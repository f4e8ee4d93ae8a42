// The parts of a model as they are made of a hub's checkpoint, which is read part by part. What was made is kept, part by
// part too: a load that was cut off continues where it was, and the next visit reads nothing.

import { openCheckpoint } from '../../convert/checkpoint.js';
import { ConvertError } from '../../convert/convert-error.js';
import { fixedIds } from '../../convert/fixed-ids.js';
import type { FloatEngine } from '../../convert/float/float-pass.js';
import { joinBytes } from '../../convert/join-bytes.js';
import { type DeviceGraphs, PackBuilder } from '../../convert/pack-builder.js';
import { FIRST_ROWS, type PackPart } from '../../convert/part-files.js';
import type { RowRange } from '../../convert/safetensors.js';
import { StackConversion } from '../../convert/stack-conversion.js';
import { tensorShapes } from '../../convert/tensor-shapes.js';
import { valueCount } from '../../convert/value-count.js';
import type { WeightsSink } from '../../convert/weights.js';
import { badCheckpoint, changedModel } from '../hub/hub-errors.js';
import { HubFiles } from '../hub/hub-files.js';
import { filesOf, type MadeRecord, madeName, NOTHING_MADE, readMade } from '../hub/made.js';
import type { ModelArchitecture, PackFile } from '../packs/manifest.js';
import { embeddingPlaces } from '../packs/row8.js';
import { sha256 } from '../packs/sha256.js';
import { RuntimeError } from '../runtime-error.js';
import { writeJson } from '../trace/index.js';
import type { CheckpointWeights } from '../wire/protocol.js';
import type { KeptFiles } from './kept-files.js';
import type { PartFiles } from './stack/model-parts.js';

export interface ConvertedPartsOptions {
  readonly device: 'wasm' | 'webgpu';
  readonly keeping: KeptFiles;
  readonly engine: FloatEngine;
  readonly signal: AbortSignal;
  /** Told of bytes of the checkpoint that are read, or need not be. */
  readonly onBytes: (change: number) => void;
}

export class ConvertedParts {
  readonly #architecture: ModelArchitecture;
  readonly #weights: CheckpointWeights;
  readonly #options: ConvertedPartsOptions;
  readonly #recordName: string;
  #made: MadeRecord = NOTHING_MADE;
  #pack: PackBuilder;
  #conversion: Promise<StackConversion> | undefined;
  #table: Uint8Array<ArrayBuffer> = new Uint8Array();
  /** Files of the pack that are written just now. */
  #fresh: Uint8Array<ArrayBuffer>[] = [];
  readonly #graphs = new Map<'block' | 'output', Uint8Array<ArrayBuffer>>();

  constructor(
    architecture: ModelArchitecture,
    weights: CheckpointWeights,
    options: ConvertedPartsOptions,
  ) {
    this.#architecture = architecture;
    this.#weights = weights;
    this.#options = options;
    this.#recordName = madeName(weights.key);
    this.#pack = this.#builder(NOTHING_MADE);
  }

  async readFirstRows(table: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#table = table;
    this.#made = (await this.#recall()) ?? NOTHING_MADE;
    this.#pack = this.#builder(this.#made);
    await this.#readRows(0);
  }

  async readOtherRows(): Promise<void> {
    for (let piece = 1; this.#rangeOf(piece).begin < this.#architecture.vocab; piece++) {
      await this.#readRows(piece);
    }
  }

  async readPositions(): Promise<Uint8Array<ArrayBuffer>> {
    const kept = this.#pack.files('positions');
    if (kept) {
      this.#countKept(this.#architecture.context * this.#architecture.dModel);
      return this.#readKept(kept);
    }
    const bytes = await this.#write('positions', (conversion, sink) =>
      conversion.layOutPositions(sink),
    );
    await this.#keepProgress();
    return bytes;
  }

  async readLayer(layer: number): Promise<PartFiles> {
    const kept = this.#pack.files(layer);
    if (kept) {
      this.#countKept(this.#layerValues());
      return { graph: await this.#graph('block'), weights: await this.#readKept(kept) };
    }
    const weights = await this.#write(layer, (conversion, sink) =>
      conversion.layOutLayer(layer, sink),
    );
    if (!this.#pack.graph('block', this.#options.device)) {
      await this.#writeGraphs('block', (await this.#convert()).blockGraphs());
    }
    await this.#keepProgress();
    return { graph: await this.#graph('block'), weights };
  }

  async readOutput(buffer: Uint8Array<ArrayBuffer>): Promise<PartFiles> {
    const kept = this.#pack.files('output');
    if (kept) {
      const output = await this.#readKept(kept);
      return { graph: await this.#graph('output'), weights: joinBytes([buffer, output]) };
    }
    if (!this.#pack.files('embedding')) {
      await this.#write('embedding', (conversion, sink) => conversion.layOutEmbedding(sink));
    }
    let graphs: DeviceGraphs | undefined;
    const output = await this.#write('output', async (conversion, sink) => {
      graphs = await conversion.layOutOutput(sink);
    });
    if (graphs) await this.#writeGraphs('output', graphs);
    this.#keep({ stored: this.#pack.stored, rows: [], residuals: null });
    return { graph: await this.#graph('output'), weights: joinBytes([buffer, output]) };
  }

  #rangeOf(piece: number): RowRange {
    const begin = piece * FIRST_ROWS;
    return { begin, end: Math.min(begin + FIRST_ROWS, this.#architecture.vocab) };
  }

  /** One piece of the embedding into the table: its scales, and its rows. */
  async #readRows(piece: number): Promise<void> {
    const { begin, end } = this.#rangeOf(piece);
    const { rows, stride } = embeddingPlaces(this.#architecture);
    const scales = this.#table.subarray(4 * begin, 4 * end);
    const bytes = this.#table.subarray(rows + begin * stride, rows + end * stride);
    const whole = this.#pack.files('embedding');
    const kept = this.#made.rows[piece];
    if (whole) {
      if (piece === 0) this.#table.set(await this.#readKept(whole));
      this.#countKept((end - begin) * this.#architecture.dModel);
      return;
    }
    if (kept) {
      const held = await this.#readKept([kept]);
      scales.set(held.subarray(0, scales.length));
      bytes.set(held.subarray(scales.length));
      this.#countKept((end - begin) * this.#architecture.dModel);
      return;
    }
    await this.#guarded(async () => (await this.#convert()).readRows({ begin, end }));
    const file = await this.#store(`rows.${piece}`, joinBytes([scales, bytes]));
    const all = [...this.#made.rows];
    all[piece] = file;
    const pieces = [...all].map((held) => held ?? null);
    // A load cannot continue without residual streams, so the first piece is kept with them.
    if (this.#made.residuals) this.#keep({ ...this.#made, rows: pieces });
    else this.#made = { ...this.#made, rows: pieces };
  }

  /** One part, converted now. */
  async #write(
    part: PackPart,
    layOut: (conversion: StackConversion, sink: WeightsSink) => Promise<void>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    this.#fresh = [];
    await this.#guarded(async () => {
      const conversion = await this.#convert();
      await this.#pack.write(part, (sink) => layOut(conversion, sink));
    });
    return whole(this.#fresh.splice(0));
  }

  async #writeGraphs(name: 'block' | 'output', graphs: DeviceGraphs): Promise<void> {
    this.#graphs.set(name, graphs[this.#options.device]);
    await this.#pack.writeGraphs(name, graphs);
  }

  async #graph(name: 'block' | 'output'): Promise<Uint8Array<ArrayBuffer>> {
    const held = this.#graphs.get(name);
    if (held) return held;
    const file = this.#pack.graph(name, this.#options.device);
    const graph = await this.#readKept(file ? [file] : []);
    this.#graphs.set(name, graph);
    return graph;
  }

  #builder({ stored }: MadeRecord): PackBuilder {
    const store = (path: string, bytes: Uint8Array<ArrayBuffer>) => {
      this.#fresh.push(bytes);
      return this.#store(path, bytes);
    };
    return new PackBuilder(this.#architecture, store, { stored });
  }

  async #store(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<PackFile> {
    // On a slow disk, what waits to be kept would otherwise pile up in memory.
    await this.#options.keeping.settled();
    // A page without hashes keeps nothing.
    const hash = (await sha256(bytes)) ?? '';
    if (hash !== '') this.#options.keeping.put(hash, bytes);
    return { path, bytes: bytes.length, sha256: hash };
  }

  /** Opens the checkpoint when something of it has to be read. */
  #convert(): Promise<StackConversion> {
    this.#conversion ??= this.#begin();
    return this.#conversion;
  }

  async #begin(): Promise<StackConversion> {
    const { signal, engine, onBytes } = this.#options;
    const { files, bytes } = this.#weights;
    // What is not of the weights is not in the price.
    let isWeights = false;
    const hubFiles = new HubFiles(files, { signal, onBytes: (n) => isWeights && onBytes(n) });
    const checkpoint = await openCheckpoint(hubFiles);
    isWeights = true;
    if (!isSameShape(checkpoint.architecture, this.#architecture) || checkpoint.bytes !== bytes) {
      throw changedModel(this.#weights.key);
    }
    const conversion = new StackConversion(checkpoint, {
      rounding: 'nearest',
      texts: [],
      calibration: fixedIds(this.#architecture),
      engine,
      table: this.#table,
    });
    const { residuals } = this.#made;
    if (residuals) {
      const kept = await this.#readKept([residuals]);
      conversion.float.residuals = new Float32Array(kept.buffer);
    }
    return conversion;
  }

  /** With what the float32 pass needs to continue. */
  async #keepProgress(): Promise<void> {
    const { residuals } = (await this.#convert()).float;
    const file = await this.#store('residuals', new Uint8Array(residuals.buffer));
    const { rows } = this.#made;
    this.#keep({ stored: this.#pack.stored, rows, residuals: file });
  }

  #keep(made: MadeRecord): void {
    const still = new Set(filesOf(made).map(({ sha256 }) => sha256));
    const dropped = filesOf(this.#made).filter(({ sha256 }) => !still.has(sha256));
    this.#made = made;
    this.#options.keeping.putRecord(this.#recordName, writeJson(made), dropped);
  }

  /** What an earlier visit has made, if all of it is still there. */
  async #recall(): Promise<MadeRecord | undefined> {
    const { keeping } = this.#options;
    const record = await keeping.record(this.#recordName);
    if (record === undefined) return undefined;
    const made = readMade(record);
    if (!made) return undefined;
    for (const file of filesOf(made)) if (!(await keeping.has(file))) return undefined;
    return made;
  }

  /** @throws {RuntimeError} `file-unreachable` when it has been thrown away meanwhile, or damaged. */
  async #readKept(files: readonly PackFile[]): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (const file of files) {
      const kept = await this.#options.keeping.get(file);
      if (!kept) {
        // The record stays: it may be another tab's by now, and one whose files are not all there counts for nothing.
        throw new RuntimeError(
          'file-unreachable',
          `What this browser kept of ${this.#weights.key} is gone.`,
          'Try again: the model is then read from the hub.',
          { subject: this.#weights.key },
        );
      }
      parts.push(kept);
    }
    return whole(parts);
  }

  /** Numbers of the checkpoint that need not be read. */
  #countKept(values: number): void {
    this.#options.onBytes(values * (this.#weights.bytes / this.#allValues()));
  }

  #layerValues(): number {
    return valuesOf(this.#architecture, (name) => name.startsWith('h.0.'));
  }

  #allValues(): number {
    return valuesOf(this.#architecture, () => true);
  }

  /** @throws {RuntimeError} `bad-checkpoint` in the place of the converter's own error. */
  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof ConvertError ? badCheckpoint(this.#weights.key, error) : error;
    }
  }
}

/** Without a copy where there is one part only. */
function whole(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [first, ...others] = parts;
  return first && others.length === 0 ? first : joinBytes(parts);
}

function isSameShape(one: ModelArchitecture, other: ModelArchitecture): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<
    keyof ModelArchitecture
  >;
  return [...keys].every((key) => one[key] === other[key]);
}

function valuesOf(architecture: ModelArchitecture, isWanted: (name: string) => boolean): number {
  let sum = 0;
  for (const [name, shape] of tensorShapes(architecture)) {
    if (isWanted(name)) sum += valueCount(shape);
  }
  return sum;
}
