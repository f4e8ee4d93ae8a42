// One runtime per page, whichever copy of the library is asked first. The symbol carries the protocol's major version:
// copies of the same major share a runtime, others keep apart.

import type { Runtime } from './handle.js';
import { createRuntime } from './runtime.js';

const KEY = Symbol.for('attention-lens/runtime@1');

type Registry = { [KEY]?: Runtime };

/** The page's runtime. Made when it is first asked for; costs nothing until an engine loads. */
export function getRuntime(): Runtime {
  const registry = globalThis as Registry;
  registry[KEY] ??= createRuntime();
  return registry[KEY];
}
