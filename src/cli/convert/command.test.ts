import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
} from '../../convert/testing/random-checkpoint.js';
import { loadPack } from '../verify/run-pack.js';
import { runConvert } from './command.js';
import { temporaryFolder } from './testing/temporary-folder.js';

test('converts a folder and says how large the pack is', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const folder = join(await temporaryFolder(), 'my-gpt');
  await writeCheckpoint(folder, randomCheckpoint({ ...ONE_HEAD, vocab: 3000 }, 1));
  const out = join(folder, 'pack');
  await runConvert([folder, '--out', out, '--name', 'My GPT', '--licence', 'MIT']);
  expect((await loadPack(out)).manifest).toMatchObject({
    id: 'my-gpt',
    name: 'My GPT',
    provenance: { checkpoint: 'my-gpt', licence: 'MIT' },
  });
  expect(log).toHaveBeenLastCalledWith(`My GPT: 0.1 MB in ${out}`);
  log.mockRestore();
});

test('a folder of other files is refused before anything else is looked at', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'thesis.txt'), 'years of work');
  const converting = runConvert(['nobody/nothing', '--out', folder]);
  await expect(converting).rejects.toThrow(/holds other files/);
});

test.for([
  [['--out', 'pack'], /one checkpoint/],
  [['one', 'two', '--out', 'pack'], /one checkpoint/],
  [['one'], /--out/],
  [['one', '--from', 'two', '--out', 'pack'], /one checkpoint/],
  [['no/such/folder', '--out', 'pack'], /neither a folder nor the id/],
  [['.', '--out', 'pack', '--revision', 'main'], /--revision/],
  [['one', '--out', 'pack', '--tokenizer', 'bpe'], /"bpe"; gpt2 or none/],
  [['one', '--out', 'pack', '--quality', '9'], /--quality/],
  [['one', '--out', 'pack', '--id', ''], /--id is empty/],
  [['.', '--out', 'pack', '--folder', 'small'], /--folder is for a model on a hub/],
  [['hf:you/gpt#small', '--out', 'pack', '--folder', 'large'], /"large", and .* says "small"/],
  [['you/gpt@v1', '--out', 'pack', '--revision', 'v2'], /--revision is "v2", and .* says "v1"/],
  [['you/gpt', '--out', 'pack', '--folder', '../x'], /"..\/x" is not a folder/],
  [['https://huggingface.co/datasets/you/words', '--out', 'pack'], /a model was expected/],
  [['one', '--out', ''], /--out/],
  [['package.json', '--out', 'pack'], /package.json is a file; .*folder/],
] as const)('refuses %s', async ([args, message]) => {
  const running = runConvert(args);
  await expect(running).rejects.toThrow(message);
  await expect(running).rejects.toMatchObject({ code: 'usage' });
});
