import { importError } from '../runtime-error.js';

/**
 * Awaits the import of a lazy part of the library.
 * @throws {RuntimeError} `file-unreachable`.
 */
export async function importPart<T>(part: Promise<T>): Promise<T> {
  try {
    return await part;
  } catch (error) {
    throw importError(error);
  }
}
