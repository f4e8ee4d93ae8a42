// The way to a runtime for an element that a page may never run: what makes one is a file of its own.

/** Fetches `getRuntime`. */
export function importRuntime(): Promise<typeof import('./shared-runtime.js')> {
  return import('./shared-runtime.js');
}
