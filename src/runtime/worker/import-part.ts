import { importError } from '../runtime-error.js';

/** How browsers say that a name stands where they need an address. */
const BARE_NAME = /specifier|does not resolve/;
const CONFIGURE_WORKER =
  'Authors: an import map does not reach a worker. Set workerUrl to the library\'s dist/cdn/worker.js: "npx attention-lens assets <folder>" copies it and prints what to configure.';

/**
 * Awaits the import of a lazy part of the library.
 * @throws {RuntimeError} `file-unreachable`.
 */
export async function importPart<T>(part: Promise<T>): Promise<T> {
  try {
    return await part;
  } catch (error) {
    throw importError(error, BARE_NAME.test(String(error)) ? CONFIGURE_WORKER : undefined);
  }
}
