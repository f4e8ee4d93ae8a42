import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { TABLES } from './all-attributes.js';
import { GUIDES, readManifest, withTables } from './attribute-tables.js';

test.each(GUIDES)('the attributes in docs/%s.md are those of the elements', async (guide) => {
  const text = await readFile(new URL(`../docs/${guide}.md`, import.meta.url), 'utf8');
  expect(text).toMatch(/<!-- (?:attributes|parameters) of /);
  expect(text, 'run `npm run attributes`').toBe(withTables(text, await readManifest()));
});

test('every element with a card, and the one with the model, has its table in a guide', async () => {
  const guides = await Promise.all(
    GUIDES.map((guide) => readFile(new URL(`../docs/${guide}.md`, import.meta.url), 'utf8')),
  );
  for (const tag of Object.keys(TABLES).filter((one) => one !== 'attn-term')) {
    expect(guides.join('\n')).toMatch(`<!-- attributes of ${tag},`);
  }
});
