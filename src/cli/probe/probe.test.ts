import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { ONE_HEAD, writeRandomPack } from '../../convert/testing/random-checkpoint.js';
import { temporaryFolder } from '../convert/testing/temporary-folder.js';
import { loadPack } from '../verify/run-pack.js';
import { runProbeCommand } from './command.js';

const TINY = fileURLToPath(new URL('../../../models/tiny', import.meta.url));

test('the probe finds the heads that the tiny model is known for, prints and keeps them', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const pack = join(await temporaryFolder(), 'pack');
  await cp(TINY, pack, { recursive: true });
  await runProbeCommand([pack, '--seeds', '2']);
  const printed = log.mock.calls.flat().join('\n');
  log.mockRestore();
  expect(printed).toMatch(/0\.0 +0\.8\d\d ± 0\.0\d\d previous-token head/);

  const { manifest } = await loadPack(pack);
  const heads = (finder: string) =>
    manifest.probedHeads?.find((list) => list.finder === finder)?.heads.map(({ head }) => head);
  expect(heads('previous')).toEqual(['0.0']);
  expect(heads('induction')?.toSorted()).toEqual(['1.0', '1.1', '1.2', '1.3']);
  expect(heads('duplicate')).toEqual([]);
});

test.each([{ vocab: 2 }, { context: 3 }])(
  'a model of %j has no room for a probe',
  async (shape) => {
    const { pack } = await writeRandomPack(await temporaryFolder(), { ...ONE_HEAD, ...shape }, 1);
    await expect(runProbeCommand([pack])).rejects.toThrow(
      /a probe needs two different ones, said twice/,
    );
  },
);

test.each([
  [[], /one pack folder/],
  [[TINY, '--seeds', '0'], /--seeds is "0"/],
])('refuses %j', async (args, message) => {
  await expect(runProbeCommand(args)).rejects.toThrow(message);
});
