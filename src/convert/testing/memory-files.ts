// A checkpoint's files in memory.

import type { CheckpointFiles } from '../checkpoint-files.js';

/** @param contents by name: text or bytes as they are, anything else as JSON. */
export function memoryFiles(contents: Readonly<Record<string, unknown>>): CheckpointFiles {
  return {
    names: Object.keys(contents),
    async open(name) {
      if (!Object.hasOwn(contents, name)) return undefined;
      const bytes = bytesOf(contents[name]);
      return { size: bytes.length, read: async (begin, end) => bytes.slice(begin, end) };
    },
    sha256: async () => undefined,
    close: async () => {},
  };
}

function bytesOf(content: unknown): Uint8Array<ArrayBuffer> {
  if (content instanceof Uint8Array) return Uint8Array.from(content);
  return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
}
