// A file with more than 400 lines says in its first lines why, as CONTRIBUTING.md asks.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const MOST = 400;
const REASON = /^(?:\/\/|\/?\*).*\bThis file is long because \w/;

/** Whether a file with this text is too long, and does not say why. */
function isTooLong(text: string): boolean {
  const lines = text.trimEnd().split('\n');
  return lines.length > MOST && !lines.slice(0, 5).some((line) => REASON.test(line));
}

test('no file has more than 400 lines without its reason in the first five', () => {
  const folders = ['src', 'stories', 'scripts', 'bench', 'tests'];
  const files = execFileSync('git', ['ls-files', ...folders], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    // Git lists a file that was deleted and not yet committed.
    .filter((file) => file.endsWith('.ts') && existsSync(ROOT + file));
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => isTooLong(readFileSync(ROOT + file, 'utf8')))).toEqual([]);
});

test('only a comment at the beginning, which gives a reason, lets a file be long', () => {
  const lines = (count: number) => 'one();\n'.repeat(count);
  expect(isTooLong(lines(400))).toBe(false);
  expect(isTooLong(lines(401))).toBe(true);
  const reason = '// This file is long because it is a table.\n';
  expect(isTooLong(`// A table.\n${reason}${lines(400)}`)).toBe(false);
  expect(isTooLong(`${lines(5)}${reason}${lines(400)}`)).toBe(true);
  expect(isTooLong(`// This file is long because\n${lines(400)}`)).toBe(true);
  expect(isTooLong(`const text = 'This file is long because it is.';\n${lines(400)}`)).toBe(true);
});
