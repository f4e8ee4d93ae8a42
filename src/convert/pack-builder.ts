// A pack as its parts come about: cut into files, which go to the caller, and listed as a manifest lists them.

import type {
  ModelArchitecture,
  ModelLayout,
  PackFile,
  StackGraphs,
} from '../runtime/packs/manifest.js';
import {
  CHUNK_BYTES,
  type PackPart,
  PartFiles,
  type StoreFile,
  type WritePart,
} from './part-files.js';

/** The `.onnx` files of a block, or of the output layer. */
export type DeviceGraphs = Readonly<Record<'wasm' | 'webgpu', Uint8Array<ArrayBuffer>>>;

/** Files that are stored, by the part that they are of. */
export interface StoredParts {
  readonly parts: Readonly<Record<string, readonly PackFile[]>>;
  readonly graphs: Readonly<
    Partial<Record<'block' | 'output', Readonly<Record<'wasm' | 'webgpu', PackFile>>>>
  >;
  readonly tokenizerFile?: PackFile;
}

export class PackBuilder {
  readonly #architecture: ModelArchitecture;
  readonly #store: StoreFile;
  readonly #mostBytes: number;
  readonly #parts = new Map<string, readonly PackFile[]>();
  readonly #graphs = new Map<'block' | 'output', Readonly<Record<'wasm' | 'webgpu', PackFile>>>();

  #tokenizerFile: PackFile | undefined;

  /**
   * @param stored by an earlier builder that was cut short.
   * @param mostBytes of a file of weights.
   */
  constructor(
    architecture: ModelArchitecture,
    store: StoreFile,
    {
      stored,
      mostBytes = CHUNK_BYTES,
    }: { readonly stored?: StoredParts | undefined; readonly mostBytes?: number | undefined } = {},
  ) {
    this.#architecture = architecture;
    this.#store = store;
    this.#mostBytes = mostBytes;
    for (const [part, files] of Object.entries(stored?.parts ?? {})) this.#parts.set(part, files);
    this.#tokenizerFile = stored?.tokenizerFile;
    for (const name of ['block', 'output'] as const) {
      const graphs = stored?.graphs[name];
      if (graphs) this.#graphs.set(name, graphs);
    }
  }

  readonly write: WritePart = async (part, layOut) => {
    const files = new PartFiles(this.#store, part, this.#architecture, this.#mostBytes);
    const stored = await layOut((bytes, unit) => files.write(bytes, unit));
    await files.end();
    this.#parts.set(String(part), files.files);
    return stored;
  };

  async writeGraphs(name: 'block' | 'output', graphs: DeviceGraphs): Promise<void> {
    this.#graphs.set(name, {
      wasm: await this.#store(`${name}.wasm.onnx`, graphs.wasm),
      webgpu: await this.#store(`${name}.webgpu.onnx`, graphs.webgpu),
    });
  }

  /** @param bytes as `readTokenizer` gives them. */
  async writeTokenizer(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#tokenizerFile = await this.#store('tokenizer.json', bytes);
  }

  /** Nothing where the model has no tokenizer of its own. */
  get tokenizerFile(): PackFile | undefined {
    return this.#tokenizerFile;
  }

  /** Nothing where it is not stored. */
  files(part: PackPart): readonly PackFile[] | undefined {
    return this.#parts.get(String(part));
  }

  /** Nothing where it is not stored. */
  graph(name: 'block' | 'output', device: 'wasm' | 'webgpu'): PackFile | undefined {
    return this.#graphs.get(name)?.[device];
  }

  get stored(): StoredParts {
    return {
      parts: Object.fromEntries(this.#parts),
      graphs: Object.fromEntries(this.#graphs),
      ...(this.#tokenizerFile && { tokenizerFile: this.#tokenizerFile }),
    };
  }

  /** The whole pack. @throws {Error} when a part of it was not written. */
  get layout(): ModelLayout {
    const [positions] = this.#filesOf('positions');
    if (!positions) throw new Error('The pack has no positions.');
    const graphsFor = (device: 'wasm' | 'webgpu'): StackGraphs => ({
      block: this.#graphOf('block', device),
      output: this.#graphOf('output', device),
    });
    const { layers } = this.#architecture;
    return {
      graphs: { wasm: graphsFor('wasm'), webgpu: graphsFor('webgpu') },
      embedding: this.#filesOf('embedding'),
      positions,
      layers: Array.from({ length: layers }, (_, layer) => this.#filesOf(layer)),
      output: this.#filesOf('output'),
    };
  }

  #filesOf(part: PackPart): readonly PackFile[] {
    const files = this.files(part);
    if (!files) throw new Error(`Part ${part} of the pack was not written.`);
    return files;
  }

  #graphOf(name: 'block' | 'output', device: 'wasm' | 'webgpu'): PackFile {
    const graph = this.graph(name, device);
    if (!graph) throw new Error(`The ${name} graph of the pack was not written.`);
    return graph;
  }
}
