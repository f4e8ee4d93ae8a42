import { RuntimeError } from '../runtime-error.js';

/**
 * Awaits the import of a lazy part of the library.
 * @throws {RuntimeError} `file-unreachable` in place of the browser's bare TypeError.
 */
export async function importPart<T>(part: Promise<T>): Promise<T> {
  try {
    return await part;
  } catch (error) {
    throw new RuntimeError(
      'file-unreachable',
      `A part of the library could not be loaded: ${error instanceof Error ? error.message : error}.`,
      'Publish all files of its folder together, and check that script-src allows them.',
      { cause: error },
    );
  }
}
