// One runtime per page, whichever copy of the library is asked first.

import type { Runtime } from '../api.js';
import { currentRuntime, REGISTRY_KEY, REGISTRY_NAME, type Registry } from './current-runtime.js';
import { createRuntime } from './runtime.js';

/** The page's runtime. Made when it is first asked for; costs nothing until an engine loads. */
export function getRuntime(): Runtime {
  const current = currentRuntime();
  if (current) return current;
  const registry = globalThis as unknown as Registry;
  const runtime = createRuntime();
  warnOfOthers(registry, runtime);
  registry[REGISTRY_KEY] = runtime;
  return runtime;
}

/** A page meets it while it is updated: some of its scripts are new and some are not. */
function warnOfOthers(registry: Registry, { version }: Runtime): void {
  for (const key of Object.getOwnPropertySymbols(registry)) {
    if (key === REGISTRY_KEY || !key.description?.startsWith(REGISTRY_NAME)) continue;
    console.warn(
      `This page has attention-lens ${registry[key]?.version} and ${version}, which cannot share a model: each downloads its own and keeps it in memory. Load all elements from one version.`,
    );
  }
}
