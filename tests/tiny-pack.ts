// The embedded model's pack in memory, for tests that serve it changed or in part.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type {
  ModelArchitecture,
  ModelManifest,
  StackGraphs,
} from '../src/runtime/packs/manifest.js';
import { packFiles } from '../src/runtime/packs/pack-files.js';

/** Files by their paths in the pack, the manifest among them. */
export type PackInMemory = ReadonlyMap<string, Buffer>;

const tiny = new URL('../models/tiny/', import.meta.url);

export async function tinyPack(): Promise<PackInMemory> {
  const files = new Map([['manifest.json', await readFile(new URL('manifest.json', tiny))]]);
  for (const { path } of packFiles(manifestOf(files))) {
    files.set(path, await readFile(new URL(path, tiny)));
  }
  return files;
}

/** The pack with other graphs for one device, which its manifest names. */
export function withGraphs(
  pack: PackInMemory,
  makeGraphs: (architecture: ModelArchitecture) => Partial<StackGraphs<Uint8Array>>,
  device: 'wasm' | 'webgpu' = 'wasm',
): PackInMemory {
  const manifest = manifestOf(pack);
  const changed = new Map(pack);
  const graphs = manifest.layouts.row8.graphs[device];
  const made = makeGraphs(manifest.architecture);
  for (const part of ['block', 'output'] as const) {
    const bytes = made[part];
    if (!bytes) continue;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    Object.assign(graphs[part], { bytes: bytes.length, sha256 });
    changed.set(graphs[part].path, Buffer.from(bytes));
  }
  return changed.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
}

function manifestOf(pack: PackInMemory): ModelManifest {
  return JSON.parse(String(pack.get('manifest.json')));
}
