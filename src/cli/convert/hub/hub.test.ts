// `attention-lens convert openai-community/gpt2`, against a server that answers as the hub does.
// cspell:ignore sécret

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MOST_JSON_BYTES } from '../../../convert/checkpoint-files.js';
import {
  writeCheckpoint,
  writeShardedCheckpoint,
} from '../../../convert/testing/random-checkpoint.js';
import { loadPack } from '../../verify/run-pack.js';
import { COMMIT, type FakeHub } from '../testing/fake-hub.js';
import {
  bytesBegun,
  convertTo,
  hubWithCheckpoint,
  ID,
  restore,
  silence,
} from '../testing/hub-with-checkpoint.js';

beforeEach(silence);
afterEach(restore);

const downloadsOf = (hub: FakeHub) => hub.requests.filter((line) => line.startsWith('GET'));

test('an id becomes a pack, pinned to its commit', async () => {
  const { hub, base } = await hubWithCheckpoint();
  await convertTo(base);
  expect((await loadPack(join(base, 'pack'))).manifest).toMatchObject({
    id: 'gpt2',
    provenance: { checkpoint: `Hugging Face, ${ID}`, revision: COMMIT },
  });
  expect(downloadsOf(hub)).toEqual(['GET config.json', 'GET model.safetensors']);
  const said = vi.mocked(process.stderr.write).mock.calls.map(([line]) => line);
  expect(said.at(-1)).toMatch(/^model.safetensors 100 % {2}0\.1 of 0\.1 MB\n$/);
});

test('a second run downloads nothing', async () => {
  const { hub, base } = await hubWithCheckpoint();
  await convertTo(base);
  const before = downloadsOf(hub).length;
  await convertTo(base, '--revision', COMMIT);
  expect(downloadsOf(hub)).toHaveLength(before);
});

test('a cut connection is taken up where it ended', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.cuts = 2;
  await convertTo(base);
  const weights = downloadsOf(hub).filter((line) => line.endsWith('model.safetensors'));
  expect(weights).toHaveLength(3);
  const starts = weights.map((line) => Number(/bytes=(\d+)-/.exec(line)?.[1] ?? 0));
  expect(starts[0]).toBe(0);
  expect(starts[1]).toBeGreaterThan(0);
  expect(starts[2]).toBeGreaterThan(starts[1] ?? 0);
});

test('a part that begins elsewhere than asked is put where it belongs', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.cuts = 1;
  hub.restarts = true;
  await convertTo(base);
});

test('a model of another kind is refused before its weights are downloaded', async () => {
  const { hub, base } = await hubWithCheckpoint(async (folder, { config, tensors }) =>
    writeCheckpoint(folder, { config: { ...config, model_type: 'bert' }, tensors }),
  );
  await expect(convertTo(base)).rejects.toThrow(/model_type is "bert"; "gpt2" was expected/);
  expect(downloadsOf(hub)).toEqual(['GET config.json']);
});

test('a cache that is no folder is named', async () => {
  const { base } = await hubWithCheckpoint();
  const cache = join(base, 'checkpoint', 'config.json');
  await expect(convertTo(base, '--cache', cache)).rejects.toThrow(/kept in .*--cache/);
});

test('weights in several files are downloaded all', async () => {
  const { hub, base } = await hubWithCheckpoint((folder, checkpoint) =>
    writeShardedCheckpoint(folder, checkpoint, (name) =>
      name.startsWith('h.')
        ? 'model-00001-of-00002.safetensors'
        : 'model-00002-of-00002.safetensors',
    ),
  );
  await convertTo(base);
  expect(downloadsOf(hub)).toEqual([
    'GET config.json',
    'GET model.safetensors.index.json',
    'GET model-00001-of-00002.safetensors',
    'GET model-00002-of-00002.safetensors',
  ]);
});

test.for(['model.safetensors', 'config.json'])(
  'a %s with another checksum is refused, and not kept',
  async (path) => {
    const { hub, base } = await hubWithCheckpoint();
    const good = hub.files.get(path) ?? Buffer.alloc(0);
    const bad = Buffer.from(good);
    bad[40] = (bad[40] ?? 0) ^ 1;
    hub.files.set(path, bad);
    const converting = convertTo(base);
    await expect(converting).rejects.toThrow(new RegExp(`${path} has the checksum .*the hub says`));
    await expect(converting).rejects.toMatchObject({ code: 'checksum' });
    expect(await readdir(base)).not.toContain('pack');
    hub.files.set(path, good);
    await convertTo(base);
  },
);

test('a private model wants a token, and gets it', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.token = 'hf_secret';
  const converting = convertTo(base);
  await expect(converting).rejects.toThrow(/401.*private or gated.*HF_TOKEN/);
  await expect(converting).rejects.toMatchObject({ code: 'access' });
  vi.stubEnv('HF_TOKEN', 'hf_wrong');
  await expect(convertTo(base)).rejects.toThrow(/401.*HF_TOKEN is not valid/);
  vi.stubEnv('HF_TOKEN', 'hf_secret');
  await convertTo(base);
});

test.each(['hf_secret\nhf_more', 'hf_secret hf_more', 'hf_sécret'])(
  'a token that is none, %j, is refused and not repeated',
  async (token) => {
    const { hub, base } = await hubWithCheckpoint();
    vi.stubEnv('HF_TOKEN', token);
    const error = await convertTo(base).catch((reason) => reason);
    expect(error).toMatchObject({
      code: 'access',
      message: expect.stringMatching('HF_TOKEN holds'),
    });
    expect(error.message).not.toMatch(/hf_|more/);
    expect(hub.requests).toEqual([]);
  },
);

test.each([
  'https://somebody:secret@hub.example',
  'https://:secret@hub.example',
  'somebody:secret@hub',
])('a password in HF_ENDPOINT, %s, is refused and not repeated', async (endpoint) => {
  const { base } = await hubWithCheckpoint();
  vi.stubEnv('HF_ENDPOINT', endpoint);
  const error = await convertTo(base).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'access', message: expect.stringMatching('HF_ENDPOINT') });
  expect(error.message).not.toMatch(/somebody|secret/);
});

test.each(['config.json', 'model.safetensors.index.json'])(
  'a %s that is far too large is doubted by what the server says of it',
  async (name) => {
    const { hub, base } = await hubWithCheckpoint((folder, checkpoint) =>
      writeShardedCheckpoint(folder, checkpoint, () => 'model-00001-of-00001.safetensors'),
    );
    hub.files.set(name, Buffer.alloc(MOST_JSON_BYTES + 1, ' '));
    const converting = convertTo(base);
    await expect(converting).rejects.toThrow(`${name} of ${ID} is larger than`);
    await expect(converting).rejects.toThrow('Check the id and --revision');
    expect(downloadsOf(hub).filter((line) => line.endsWith('safetensors'))).toEqual([]);
    expect(await bytesBegun(join(base, 'cache'))).toBe(0);
  },
);

test('a config.json whose length nobody says is read as far as one may be long', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.endless = 'config.json';
  await expect(convertTo(base)).rejects.toThrow(`config.json of ${ID} is larger than`);
});

test('the token does not follow the weights to another origin', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.token = 'hf_secret';
  vi.stubEnv('HF_TOKEN', 'hf_secret');
  await convertTo(base);
  expect(hub.leaked).toEqual([]);
});

test('a hub that is busy is asked again', async () => {
  const { hub, base } = await hubWithCheckpoint();
  hub.busy = 2;
  await convertTo(base);
});

test('a mirror that gives no reasons and no checksums of small files will do', async () => {
  const { hub, base } = await hubWithCheckpoint((folder, checkpoint) =>
    writeShardedCheckpoint(folder, checkpoint, () => 'model-00001-of-00001.safetensors'),
  );
  hub.terse = true;
  await convertTo(base);
  vi.stubEnv('ATTENTION_LENS_CACHE', join(base, 'other'));
  hub.files.clear();
  await expect(convertTo(base)).rejects.toThrow(/404: there is no model "openai-community\/gpt2"/);
});

test('a revision, a file or a format that is not there is said to be so', async () => {
  const { hub, base } = await hubWithCheckpoint();
  await expect(convertTo(base, '--revision', 'v9')).rejects.toThrow(/404.*no revision "v9"/);
  hub.files.delete('model.safetensors');
  const converting = convertTo(base);
  await expect(converting).rejects.toThrow(/has no model.safetensors.*404.*saved as safetensors/);
  await expect(converting).rejects.toMatchObject({ code: 'not-found' });
});

test('a hub that is not there is named', { timeout: 60_000 }, async () => {
  const { base } = await hubWithCheckpoint();
  vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
  await expect(convertTo(base)).rejects.toThrow(/http:\/\/127.0.0.1:9 cannot be reached/);
});
