// The files of a checkpoint in a folder.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Checkpoint, openCheckpoint } from '../../convert/checkpoint.js';
import type { ByteFile, CheckpointFiles } from '../../convert/checkpoint-files.js';
import { ConvertError } from '../../convert/convert-error.js';

/** @throws {ConvertError} `config` when there is no such folder. */
export async function openFolder(folder: string): Promise<CheckpointFiles> {
  const names = await readdir(folder).catch((cause: unknown) => {
    const advice = 'Give the folder of a Hugging Face checkpoint.';
    throw new ConvertError('config', `${folder} cannot be read. ${advice}`, { cause });
  });
  const handles: FileHandle[] = [];
  const opened = new Map<string, Promise<ByteFile>>();
  const openFile = async (name: string): Promise<ByteFile> => {
    const path = join(folder, name);
    // Before it is opened: a pipe would wait for somebody who writes to it.
    if (!(await stat(path)).isFile()) {
      const advice = 'The converter needs a GPT-2 saved as safetensors.';
      throw new ConvertError('safetensors', `${name} is not a file. ${advice}`);
    }
    const handle = await open(path);
    handles.push(handle);
    const { size } = await handle.stat();
    return { size, read: (begin, end) => readPart(handle, name, begin, end) };
  };
  return {
    names,
    async open(name) {
      if (!names.includes(name)) return undefined;
      const file = opened.get(name) ?? openFile(name);
      opened.set(name, file);
      return file;
    },
    async sha256(name) {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(join(folder, name))) hash.update(chunk);
      return hash.digest('hex');
    },
    async close() {
      for (const handle of handles.splice(0)) await handle.close();
    },
  };
}

/** @throws {ConvertError} as `openCheckpoint` and `openFolder` do. */
export async function openCheckpointFolder(folder: string): Promise<Checkpoint> {
  const files = await openFolder(folder);
  try {
    return await openCheckpoint(files);
  } catch (error) {
    await files.close();
    throw error;
  }
}

async function readPart(
  file: FileHandle,
  name: string,
  begin: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(end - begin);
  for (let filled = 0; filled < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, begin + filled);
    if (bytesRead === 0) {
      throw new ConvertError('safetensors', `${name} ends before byte ${end}.`);
    }
    filled += bytesRead;
  }
  return bytes;
}
