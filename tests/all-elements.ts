// A page with all elements and a recording, under whatever policy it has.

import type { Page } from 'playwright';
import { eventually } from './eventually.js';

export const PACKAGE = 'npm/attention-lens/';
export const TAGS = ['attn-model', 'attn-lens', 'head-finder', 'qkv-sandbox', 'attn-term'] as const;

/** All elements, each from a script of its own, with a Lit of its own. */
export const elements = (base: string, model = ''): string =>
  `${TAGS.map((tag) => `<script type="module" src="${base}${PACKAGE}dist/cdn/${tag}.js"></script>`).join('')}
  <attn-model device="wasm" ${model}>
    <attn-lens id="lens" src="${base}${PACKAGE}traces/dog.json"></attn-lens>
    <head-finder for="lens"></head-finder>
    <qkv-sandbox></qkv-sandbox>
    <p>The <attn-term term="head">head</attn-term></p>
  </attn-model>`;

/** They are defined, and show what they are for. */
export async function expectAll(page: Page, tags: readonly string[] = TAGS): Promise<void> {
  for (const tag of tags) {
    await eventually(() =>
      page.locator(tag).evaluate((element) => element.matches(':defined')),
    ).toBe(true);
  }
  await page.locator('attn-lens [part=token]').first().waitFor({ timeout: 60_000 });
  await page.locator('head-finder [part=behaviour]').first().waitFor();
  await page.locator('qkv-sandbox [part=plane]').first().waitFor();
}

export async function expectRun(page: Page): Promise<void> {
  await page.locator('attn-lens textarea[part=text]').fill('The dog on the ship');
  await page.locator('attn-lens [part=run]').click();
  await eventually(() => page.locator('attn-lens .badge').textContent()).toMatch('live');
}
