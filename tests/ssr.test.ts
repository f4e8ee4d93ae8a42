// Elements rendered on a server, for readers without JavaScript.

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const dist = (path: string) => new URL(`../dist/${path}`, import.meta.url).href;

test('@lit-labs/ssr renders the tokens and numbers of a recording', async () => {
  const { render } = await import('@lit-labs/ssr');
  const { collectResult } = await import('@lit-labs/ssr/lib/render-result.js');
  const { html } = await import('lit');
  await import(dist('elements/attn-lens/attn-lens.js'));
  const dog = JSON.parse(await readFile(new URL('../traces/dog.json', import.meta.url), 'utf8'));
  const page = await collectResult(
    render(html`<attn-lens .trace=${dog} layer="4" head="11" token="3"></attn-lens>`),
  );
  expect(page).toMatch('shadowrootmode="open"');
  const text = page.replace(/<style>[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]+>/g, '');
  const chips = [...page.matchAll(/part="token"[\s\S]*?<bdi[^>]*>(?:<!--[^>]*-->)*([^<]*)/g)];
  expect(chips.map(([, token]) => token).join(' ')).toBe(
    'The dog on the ship ran off , and the dog was found by the crew .',
  );
  expect(text).toMatch('The first “the” reads “on” &gt;99.9 %');
  expect(text).toMatch('GPT-2 small');
});

test('@lit-labs/ssr renders what a finder found in a recording', async () => {
  const { render } = await import('@lit-labs/ssr');
  const { collectResult } = await import('@lit-labs/ssr/lib/render-result.js');
  const { html } = await import('lit');
  await import(dist('elements/head-finder/head-finder.js'));
  const dog = JSON.parse(await readFile(new URL('../traces/dog.json', import.meta.url), 'utf8'));
  const page = await collectResult(
    render(html`<head-finder .trace=${dog} behaviour="previous"></head-finder>`),
  );
  expect(page.replace(/<[^>]+>/g, '')).toMatch('4.11 is the previous-token head.');
});
