import { afterEach, expect, test, vi } from 'vitest';
import { fetchManifest } from './fetch-manifest.js';

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['https://a.example/models/tiny/manifest.json', /Check the address/],
  ['http://localhost:5173/node_modules/models/tiny/manifest.json', /optimizeDeps\.exclude/],
])('a page in place of the manifest %s is told with what to do', async (url, advice) => {
  vi.stubGlobal('fetch', async () => new Response('<!doctype html>'));
  await expect(fetchManifest(url)).rejects.toMatchObject({
    code: 'bad-manifest',
    advice: expect.stringMatching(advice),
  });
});
