// The runtime that a page has already. By itself, so that an element can ask for it without bringing what makes one.

import type { Runtime } from '../api.js';

export const REGISTRY_NAME = 'attention-lens/runtime@';
const MAJOR = '1';

/** Carries the protocol's major version: copies of the same major share a runtime, others keep apart. */
export const REGISTRY_KEY = Symbol.for(REGISTRY_NAME + MAJOR);

export type Registry = { [key: symbol]: Runtime | undefined };

/** The page's runtime, if one of its scripts has made one. */
export function currentRuntime(): Runtime | undefined {
  return (globalThis as unknown as Registry)[REGISTRY_KEY];
}
