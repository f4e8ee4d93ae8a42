import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { manifestUrl, testManifest } from '../testing/manifest.js';
import { fetchManifest } from './fetch-manifest.js';

const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

test('a pinned manifest is taken when it is the one, and refused when it is another', async () => {
  const url = manifestUrl();
  const integrity = hash(JSON.stringify(testManifest()));
  expect(await fetchManifest(url, { integrity })).toEqual(testManifest());
  await expect(
    fetchManifest(manifestUrl(testManifest({ name: 'another' })), { integrity }),
  ).rejects.toMatchObject({ code: 'manifest-hash', message: expect.stringContaining('SHA-256') });
});

test.each(['sha256-abc', 'sha384-x', ''])('"%s" pins nothing and is refused', async (integrity) => {
  await expect(fetchManifest(manifestUrl(), { integrity })).rejects.toMatchObject({
    code: 'manifest-hash',
  });
});
