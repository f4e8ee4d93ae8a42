// Which of the files that somebody gave are a checkpoint: those beside the uppermost config.json.

import { ConvertError } from '../convert/convert-error.js';

/** A file with its path below what was given, as in "gpt2/config.json". */
export interface GivenFile {
  readonly path: string;
  readonly file: File;
}

export interface CheckpointFile {
  readonly name: string;
  readonly file: File;
}

export interface CheckpointFolder {
  /** Its name; empty where single files were given. */
  readonly name: string;
  readonly files: readonly CheckpointFile[];
}

/**
 * Without a config.json it is the uppermost folder that has files, whose names tell what it is instead.
 * @throws {ConvertError} `config` where there is no file, or more than one such folder.
 */
export function checkpointFolder(given: readonly GivenFile[]): CheckpointFolder {
  const depth = (folder: string) => folder.split('/').length - (folder === '' ? 1 : 0);
  const withConfig = given
    .filter(({ path }) => nameOf(path) === 'config.json')
    .map(({ path }) => folderOf(path));
  const candidates =
    withConfig.length > 0 ? withConfig : [...new Set(given.map(({ path }) => folderOf(path)))];
  const least = Math.min(...candidates.map(depth));
  const [folder, second] = candidates.filter((candidate) => depth(candidate) === least);
  if (folder === undefined) {
    throw new ConvertError(
      'config',
      'There are no files in it. Choose the folder of a checkpoint.',
    );
  }
  if (second !== undefined && withConfig.length > 0) {
    const problem = `There is a config.json in "${folder}" and one in "${second}".`;
    throw new ConvertError('config', `${problem} Choose the folder of one checkpoint.`);
  }
  const files = given
    .filter(({ path }) => folderOf(path) === folder)
    .map(({ path, file }) => ({ name: nameOf(path), file }));
  return { name: nameOf(folder), files };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
