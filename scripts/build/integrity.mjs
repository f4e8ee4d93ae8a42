// `dist/cdn/integrity.json`: for every script there the value of an `integrity` attribute.

import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';

const FOLDER = 'dist/cdn';

export async function writeIntegrity() {
  const scripts = (await readdir(FOLDER)).filter((name) => name.endsWith('.js')).sort();
  const entries = await Promise.all(
    scripts.map(async (name) => {
      const hash = createHash('sha384').update(await readFile(`${FOLDER}/${name}`));
      return [name, `sha384-${hash.digest('base64')}`];
    }),
  );
  await writeFile(
    `${FOLDER}/integrity.json`,
    `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`,
  );
}
