// A checkpoint in files that somebody has dropped or chosen. They stay where they are: parts of them are read.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ByteFile, CheckpointFiles } from '../../convert/checkpoint-files.js';
import { ConvertError } from '../../convert/convert-error.js';
import type { CheckpointFile } from '../checkpoint-folder.js';

export function fileCheckpoint(files: readonly CheckpointFile[]): CheckpointFiles {
  const byName = new Map(files.map(({ name, file }) => [name, file]));
  const opened = new Map<string, ByteFile>();
  return {
    names: [...byName.keys()],
    async open(name) {
      const file = byName.get(name);
      if (!file) return undefined;
      const open = opened.get(name) ?? byteFile(name, file);
      opened.set(name, open);
      return open;
    },
    async sha256(name) {
      const file = byName.get(name);
      if (!file) return undefined;
      const hash = sha256.create();
      try {
        const reader = file.stream().getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          hash.update(part.value);
        }
      } catch (cause) {
        throw unreadable(name, cause);
      }
      return bytesToHex(hash.digest());
    },
    async close() {},
  };
}

function byteFile(name: string, file: File): ByteFile {
  return {
    size: file.size,
    async read(begin, end) {
      try {
        return new Uint8Array(await file.slice(begin, end).arrayBuffer());
      } catch (cause) {
        throw unreadable(name, cause);
      }
    },
  };
}

/** Browsers refuse a file that has changed since it was chosen, and do not say so. */
function unreadable(name: string, cause: unknown): ConvertError {
  const problem = `${name} can no longer be read: it was moved, removed or changed, or is on a drive that is gone.`;
  return new ConvertError('safetensors', `${problem} Choose it again.`, { cause });
}
