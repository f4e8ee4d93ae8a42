// One runtime per page, whichever copy of the library is asked first. The symbol carries the protocol's major version:
// copies of the same major share a runtime, others keep apart.

import type { Runtime } from './handle.js';
import { createRuntime } from './runtime.js';

const NAME = 'attention-lens/runtime@';
const MAJOR = '1';
const KEY = Symbol.for(NAME + MAJOR);

type Registry = { [key: symbol]: Runtime | undefined };

/** The page's runtime. Made when it is first asked for; costs nothing until an engine loads. */
export function getRuntime(): Runtime {
  const registry = globalThis as unknown as Registry;
  const present = registry[KEY];
  if (present) return present;
  const runtime = createRuntime();
  warnOfOthers(registry, runtime);
  registry[KEY] = runtime;
  return runtime;
}

/** A page meets it while it is updated: some of its scripts are new and some are not. */
function warnOfOthers(registry: Registry, { version }: Runtime): void {
  for (const key of Object.getOwnPropertySymbols(registry)) {
    if (key === KEY || !key.description?.startsWith(NAME)) continue;
    console.warn(
      `This page has attention-lens ${registry[key]?.version} and ${version}, which cannot share a model: each downloads its own and keeps it in memory. Load all elements from one version.`,
    );
  }
}
