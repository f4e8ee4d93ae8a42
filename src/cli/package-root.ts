// Where the package is: the command runs from dist/cli/ and, in development, from src/cli/.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of a file that ships with the package. */
export function packageFolder(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`The package has no folder "${name}".`);
    folder = above;
  }
  return join(folder, name);
}
