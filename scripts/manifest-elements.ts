// The elements in custom-elements.json. Storybook imports it too, so it does not know Node.

import type { CustomElementDeclaration, Package } from 'custom-elements-manifest';

export function listElements(manifest: Package): CustomElementDeclaration[] {
  return manifest.modules
    .flatMap(({ declarations }) => declarations ?? [])
    .filter(
      (declaration): declaration is CustomElementDeclaration => 'customElement' in declaration,
    );
}

/**
 * The declaration of `<tag>`.
 * @throws {Error} if the manifest does not have one.
 */
export function findElement(manifest: Package, tag: string): CustomElementDeclaration {
  const element = listElements(manifest).find(({ tagName }) => tagName === tag);
  if (element) return element;
  throw new Error(`custom-elements.json has no <${tag}>: run \`npm run manifest\`.`);
}
