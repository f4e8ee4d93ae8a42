// Defines a tag, and tolerates a copy of it that another script defined first: one page may carry several bundles.

import { VERSION } from '../../version.js';

/** What a class must have to be defined: its version, to tell copies apart. */
export interface VersionedElement extends CustomElementConstructor {
  readonly version: string;
}

/** The classes that have a tag. */
const taken = new WeakSet<VersionedElement>();

const WARNED = Symbol.for('attention-lens/versions-warned@1');

/**
 * Defines `tag`. A tag that is taken stays as it is: silently when it is the same version, with a warning that names
 * both when it is not. One page gets one warning for two versions, however many tags they share.
 *
 * A class has one tag in a registry, so a second one gets a subclass.
 */
export function defineElement(
  tag: string,
  element: VersionedElement,
  registry: CustomElementRegistry | undefined = globalThis.customElements,
): void {
  // Without a registry this is a server that only wants the class.
  if (!registry) return;
  const present = registry.get(tag) as Partial<VersionedElement> | undefined;
  if (!present) {
    // Polyfills of the registry have no `getName`, and one of them takes a class twice, with no element under its first tag from then on.
    const isTaken = taken.has(element) || registry.getName?.(element);
    registry.define(tag, isTaken ? class extends element {} : element);
    taken.add(element);
  } else if (present.version !== VERSION) {
    warnOnce(tag, present.version ?? 'unknown');
  }
}

function warnOnce(tag: string, present: string): void {
  const page = globalThis as { [WARNED]?: Set<string> };
  page[WARNED] ??= new Set();
  // In either order: of two copies, each may have come first with one of its tags.
  const pair = [present, VERSION].sort().join(' ');
  if (page[WARNED].has(pair)) return;
  page[WARNED].add(pair);
  console.warn(
    `attention-lens ${VERSION} did not define <${tag}>: this page already has it from version ${present}. Load one version only.`,
  );
}
