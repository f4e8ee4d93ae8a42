// The folder of a pack in one that the reader has chosen, where the browser lets a page write into it.

import { ConvertError } from '../convert/convert-error.js';

interface FolderPicker {
  showDirectoryPicker(options: {
    readonly id: string;
    readonly mode: 'readwrite';
  }): Promise<FileSystemDirectoryHandle>;
}

/** What the DOM's types leave out. */
interface FolderNames {
  keys(): AsyncIterator<string>;
}

export function canChooseFolder(): boolean {
  return 'showDirectoryPicker' in globalThis;
}

/** @throws {DOMException} `AbortError` when the reader closes the dialog. */
export function chooseFolder(): Promise<FileSystemDirectoryHandle> {
  return (globalThis as unknown as FolderPicker).showDirectoryPicker({
    id: 'attention-lens-pack',
    mode: 'readwrite',
  });
}

/** A new folder. @throws {ConvertError} `output` when there is one of that name that holds something. */
export async function makeFolder(
  parent: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemDirectoryHandle> {
  let folder: FileSystemDirectoryHandle;
  try {
    folder = await parent.getDirectoryHandle(name, { create: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const problem = `A folder “${name}” cannot be made in “${parent.name}”: ${why}`;
    throw new ConvertError('output', `${problem} Choose another folder.`, { cause });
  }
  const { done } = await (folder as unknown as FolderNames).keys().next();
  if (done) return folder;
  const problem = `“${parent.name}” already has a folder “${name}” with something in it.`;
  throw new ConvertError('output', `${problem} Remove it, or choose another folder or id.`);
}

/** With all that was written into it, as far as that goes. */
export async function removeFolder(parent: FileSystemDirectoryHandle, name: string): Promise<void> {
  await parent.removeEntry(name, { recursive: true }).catch((error: unknown) => {
    console.warn(`attention-lens could not remove the unfinished folder "${name}": ${error}`);
  });
}
