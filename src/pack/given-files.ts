// Files as a page is given them: dropped, or chosen.

import type { GivenFile } from './checkpoint-folder.js';

/** A home folder that somebody drops by mistake is not read to its end. */
const MOST_FILES = 2000;

/** @throws {DOMException} when the browser may not read them. */
export async function droppedFiles({ items }: DataTransfer): Promise<GivenFile[]> {
  // Before the first wait, after which the list is empty.
  const entries: FileSystemEntry[] = [];
  const given: GivenFile[] = [];
  for (const item of items) {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry) entries.push(entry);
    // Of a mail program, say, which has files but no folder.
    else if (file) given.push({ path: file.name, file });
  }
  for (let next = entries.shift(); next && given.length < MOST_FILES; next = entries.shift()) {
    if (isFolder(next)) entries.push(...(await entriesOf(next)));
    else if (isFile(next)) given.push({ path: next.fullPath.slice(1), file: await fileOf(next) });
  }
  return given;
}

export function chosenFiles(files: FileList | null): GivenFile[] {
  return [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    // A hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0 || entries.length > MOST_FILES) return entries;
    entries.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
