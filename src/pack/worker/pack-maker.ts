// One checkpoint on its way to becoming a pack: looked at first, then made, then zipped if that is wanted.

import { downloadZip } from 'client-zip';
import { openCheckpoint } from '../../convert/checkpoint.js';
import type { CheckpointFiles } from '../../convert/checkpoint-files.js';
import { beginConversion, manifestOf, manifestText } from '../../convert/conversion.js';
import { beyondLimits } from '../../convert/fidelity/limits.js';
import type { StoredPack } from '../../convert/fidelity/pack-session.js';
import { joinBytes } from '../../convert/join-bytes.js';
import { PackBuilder } from '../../convert/pack-builder.js';
import { INDEX_FILE, WEIGHTS_FILE } from '../../convert/tensor-files.js';
import { modelTokenizer } from '../../convert/tokenizer/model-tokenizer.js';
import { readTokenizer, type TokenizerChoice } from '../../convert/tokenizer/read-tokenizer.js';
import { whatItIs } from '../../convert/what-it-is.js';
import { packBytes } from '../../runtime/hub/pack-size.js';
import type { ModelArchitecture, ModelManifest } from '../../runtime/packs/manifest.js';
import { packFiles, sumOfBytes } from '../../runtime/packs/pack-files.js';
import type { CheckpointFile } from '../checkpoint-folder.js';
import { idOf } from '../pack-id.js';
import type { FoundCheckpoint, MadePack, PackWords, Progress, Source } from '../wire.js';
import { startEngine } from './engine.js';
import { fileCheckpoint } from './file-checkpoint.js';
import { BlobStore, type FileStore, folderStore, readFrom, storeIn } from './file-store.js';
import { packIntegrity } from './integrity.js';
import type { LookedAt } from './looked-at.js';
import { openRepository } from './repository.js';

const MANIFEST = 'manifest.json';

export class PackMaker {
  readonly #onBytes: (change: number) => void;
  #looked: (LookedAt & { readonly tokenizer: TokenizerChoice }) | undefined;
  #kept: { readonly id: string; readonly store: BlobStore } | undefined;

  /** @param onBytes is told of every change of what has been read of a repository. */
  constructor(onBytes: (change: number) => void) {
    this.#onBytes = onBytes;
  }

  /** @throws {ConvertError} when it is not a GPT-2 that can be converted, {RuntimeError} of the hub. */
  async look(source: Source): Promise<FoundCheckpoint> {
    const looked =
      source.kind === 'files'
        ? await openFiles(source.folder, source.files)
        : await openRepository(source.address, this.#onBytes);
    const { checkpoint, files, suggested, revision } = looked;
    const { architecture, bytes } = checkpoint;
    const tokenizer = await readTokenizer(files, architecture.vocab);
    this.#looked = { ...looked, tokenizer };
    const size = packBytes(architecture, !checkpoint.hasHead);
    return { architecture, bytes, packBytes: size, tokenizer, revision, suggested };
  }

  /** @throws {ConvertError} */
  async make(
    { licence, tokenizer, ...words }: PackWords,
    folder: FileSystemDirectoryHandle | undefined,
    report: (progress: Progress) => void,
  ): Promise<MadePack> {
    if (!this.#looked) throw new Error('make before look');
    const { checkpoint, revision } = this.#looked;
    report({ step: 'start' });
    const engine = await startEngine();
    const conversion = await beginConversion(
      checkpoint,
      {
        ...words,
        ...(await modelTokenizer(chosen(tokenizer) ?? this.#looked.tokenizer)),
        revision,
        licence: licence || undefined,
      },
      engine,
    );
    const { architecture } = checkpoint;
    const store = folder ? folderStore(folder) : new BlobStore();
    const builder = new PackBuilder(architecture, storeIn(store));
    await conversion.fill(builder, (layer) =>
      report({ step: 'layer', layer, layers: architecture.layers }),
    );
    report({ step: 'compare' });
    const fidelity = await conversion.measure(storedPack(architecture, builder, store));
    const manifest = manifestOf(conversion.about, builder, fidelity);
    const bytes = new TextEncoder().encode(manifestText(manifest));
    // Last: a folder without a manifest is not a pack.
    await store.write(MANIFEST, bytes);
    if (store instanceof BlobStore) this.#kept = { id: words.id, store };
    await checkpoint.close();
    return {
      manifest,
      integrity: packIntegrity(bytes),
      ...sizes(manifest, bytes.byteLength),
      fidelity,
      warnings: beyondLimits(fidelity),
    };
  }

  /** Of a pack that is kept in memory: one folder, not compressed, for weights hardly are. */
  zip(): Promise<Blob> {
    const kept = this.#kept;
    if (!kept) throw new Error('zip before make');
    const lastModified = new Date();
    const entries = [...kept.store.all].map(([name, input]) => ({
      name: `${kept.id}/${name}`,
      input,
      lastModified,
    }));
    return downloadZip(entries).blob();
  }
}

function hasWeights({ names }: CheckpointFiles): boolean {
  return names.includes(WEIGHTS_FILE) || names.includes(INDEX_FILE);
}

async function openFiles(folder: string, given: readonly CheckpointFile[]): Promise<LookedAt> {
  const files = fileCheckpoint(given);
  const checkpoint = await openCheckpoint(files).catch((error: unknown) => {
    throw hasWeights(files) ? error : (whatItIs('This', files.names) ?? error);
  });
  const id = idOf(folder);
  return { files, checkpoint, suggested: { id, name: id, source: folder || id } };
}

function chosen(tokenizer: PackWords['tokenizer']): TokenizerChoice | undefined {
  return tokenizer === 'none' ? { kind: 'none', why: '' } : tokenizer && { kind: tokenizer };
}

function storedPack(
  architecture: ModelArchitecture,
  builder: PackBuilder,
  store: FileStore,
): StoredPack {
  return {
    architecture,
    async graph(name, device) {
      const file = builder.graph(name, device);
      if (!file) throw new Error(`The ${name} graph was not written.`);
      return readFrom(store, file);
    },
    async part(part) {
      const parts: Uint8Array[] = [];
      for (const file of builder.files(part) ?? []) parts.push(await readFrom(store, file));
      return joinBytes(parts);
    },
  };
}

function sizes(manifest: ModelManifest, own: number): Pick<MadePack, 'files' | 'bytes'> {
  const files = packFiles(manifest);
  return { files: files.length + 1, bytes: sumOfBytes(files) + own };
}
