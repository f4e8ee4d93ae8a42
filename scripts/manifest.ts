// `npm run manifest`: writes custom-elements.json from the elements' source. With `--check` it writes nothing and fails
// when the file is out of date, or when something public is not described.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
// @ts-expect-error The analyzer has types for its plugins, not for its command line.
import { cli } from '@custom-elements-manifest/analyzer/cli.js';
import type { Package } from 'custom-elements-manifest';
import { listElements } from './manifest-elements.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FILE = fileURLToPath(new URL('../custom-elements.json', import.meta.url));

/** What an element offers and says nothing about, as in `<attn-lens> event attn-run`. */
function findUndescribed(manifest: Package): string[] {
  return listElements(manifest).flatMap((element) => {
    const { tagName = element.name } = element;
    const offered = {
      attribute: element.attributes,
      property: element.members,
      event: element.events,
      slot: element.slots,
      part: element.cssParts,
      'CSS property': element.cssProperties,
      'CSS state': element.cssStates,
    };
    return Object.entries(offered).flatMap(([kind, items = []]) =>
      items
        .filter(({ description }) => !description)
        .map(({ name }) => `<${tagName}> ${kind} ${name}`),
    );
  });
}

const manifest: Package = await cli({
  argv: ['analyze', '--config', 'custom-elements-manifest.config.mjs', '--quiet'],
  cwd: ROOT,
  noWrite: true,
});
const text = `${JSON.stringify(manifest, null, 2)}\n`;
const undescribed = findUndescribed(manifest);

if (undescribed.length > 0) {
  console.error(`Describe these in their source:\n  ${undescribed.join('\n  ')}`);
  process.exitCode = 1;
}
if (!process.argv.includes('--check')) {
  await writeFile(FILE, text);
} else if ((await readFile(FILE, 'utf8').catch(() => '')) !== text) {
  console.error(
    'custom-elements.json is not what the source says. Run `npm run manifest` and commit the file.',
  );
  process.exitCode = 1;
}
