// `npm run idioms`: no idiom in new text, and none listed as old that is gone. `-- --prune` takes out of the list what is gone.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compare, explain, findIdioms } from './ratchet.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OLD_TEXT = new URL('old-text.txt', import.meta.url);
/** The guide quotes idioms, and so do the list and its test. Other languages have idioms of their own. */
const LEFT_OUT = [/^docs\/style\.md$/, /^scripts\/idioms\//, /\.de\.ts$/, /^tests\/consumers\//];

const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.md', '*.mdx', '*.ts'],
  { cwd: ROOT, encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => path !== '' && !LEFT_OUT.some((pattern) => pattern.test(path)))
  // Git lists a file that was deleted and not yet committed.
  .filter((path) => existsSync(`${ROOT}${path}`));

const found = files.flatMap((path) => findIdioms(path, readFileSync(`${ROOT}${path}`, 'utf8')));
const { fresh, gone, old } = compare(found, readFileSync(OLD_TEXT, 'utf8').trim().split('\n'));

if (process.argv.includes('--prune')) {
  writeFileSync(OLD_TEXT, `${old.join('\n')}\n`);
  console.log(`${gone.length} lines removed, ${old.length} left.`);
} else if (gone.length > 0) {
  console.error(
    `${gone.length} sentences of old-text.txt are gone. Run: npm run idioms -- --prune`,
  );
  for (const line of gone) console.error(`  ${line}`);
  process.exitCode = 1;
}
if (fresh.length > 0) {
  console.error(`${fresh.length} new sentences have an idiom that docs/style.md rules out:`);
  for (const line of fresh) console.error(`  ${explain(line, gone)}`);
  process.exitCode = 1;
}
