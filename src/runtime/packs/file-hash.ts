import { RuntimeError } from '../runtime-error.js';

/** A file is not the one that a hash in lower-case hex names; `actual` is missing where the page cannot check it. */
export function fileHashError(
  url: string,
  actual: string | undefined,
  expected: string,
): RuntimeError {
  return actual === undefined
    ? new RuntimeError(
        'file-hash',
        `${url} cannot be checked: this page has no hashes.`,
        'Serve the page over https.',
        { subject: url },
      )
    : new RuntimeError(
        'file-hash',
        `${url} is not the file that it should be: its SHA-256 is ${actual}, not ${expected}.`,
        'Publish the files again, all of one version together, and clear caches between.',
        { subject: url },
      );
}
