// Defines a tag, and tolerates a copy of it that another script defined first: one page may carry several bundles.

import { VERSION } from '../../version.js';

/** What a class must have to be defined: its version, to tell copies apart. */
export interface VersionedElement extends CustomElementConstructor {
  readonly version: string;
}

/**
 * Defines `tag`. A tag that is taken stays as it is: silently when it is the same version, with a warning that names
 * both when it is not.
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
    registry.define(tag, element);
  } else if (present.version !== VERSION) {
    console.warn(
      `<${tag}> ${VERSION} was not defined: this page already has version ${present.version ?? 'unknown'}. Load one version only.`,
    );
  }
}
