import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { measureBudgets } from '../scripts/budgets.js';

const budgets = await measureBudgets();

test.each(budgets)('$what: at most $most bytes', ({ bytes, most }) => {
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(most);
});

test('the table in the docs is no older than a twentieth', async () => {
  const table = await readFile(new URL('../docs/budgets.md', import.meta.url), 'utf8');
  for (const { what, bytes } of budgets) {
    const row = table.split('\n').find((line) => line.startsWith(`| ${what} |`));
    const [, written = ''] = /\| ([\d.]+) kB \|/.exec(row ?? '') ?? [];
    expect(Math.abs(Number(written) * 1000 - bytes), what).toBeLessThan(bytes / 20 + 100);
  }
});
