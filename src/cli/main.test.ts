import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
} from '../convert/testing/random-checkpoint.js';
import { fileHashes } from './convert/testing/file-hashes.js';
import { temporaryFolder } from './convert/testing/temporary-folder.js';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

interface Ended {
  readonly exitCode: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function attentionLens(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', MAIN, ...args], (error, stdout, stderr) => {
      resolve({ exitCode: error ? error.code : 0, stdout, stderr });
    });
  });
}

test('converts', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder();
  await writeCheckpoint(folder, randomCheckpoint(ONE_HEAD, 1));
  const ended = await attentionLens('convert', folder, '--out', join(folder, 'pack'));
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ended.stdout).toContain('layer.00.bin');
});

/** A module that kills its process when that calls a function of node:fs/promises. */
const dieAt = (call: string) =>
  `data:text/javascript,${encodeURIComponent(`
    import fs from 'node:fs/promises';
    import { syncBuiltinESMExports } from 'node:module';
    fs.${call} = () => process.kill(process.pid, 'SIGKILL');
    syncBuiltinESMExports();`)}`;

test.each([
  ['half way', 'writeFile'],
  ['before it takes its place', 'rename'],
])(
  'killed %s, it leaves the old pack as it was, and the next run leaves nothing else',
  {
    timeout: 60_000,
  },
  async (_when, call) => {
    const folder = await temporaryFolder();
    const [checkpoint, pack] = [join(folder, 'checkpoint'), join(folder, 'packs', 'pack')];
    await writeCheckpoint(checkpoint, randomCheckpoint(ONE_HEAD, 1));
    expect(await attentionLens('convert', checkpoint, '--out', pack)).toMatchObject({
      exitCode: 0,
    });
    const before = await fileHashes(pack);

    const args = ['--import', 'tsx', '--import', dieAt(call), MAIN, 'convert', checkpoint];
    const child = spawn(process.execPath, [...args, '--out', pack, '--name', 'another']);
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(await readdir(dirname(pack))).toEqual([`.pack.partial-${child.pid}`, 'pack']);
    expect(await fileHashes(pack)).toEqual(before);

    await attentionLens('convert', checkpoint, '--out', pack);
    expect(await readdir(dirname(pack))).toEqual(['pack']);
    expect(await fileHashes(pack)).toEqual(before);
  },
);

test('a checkpoint that is no GPT-2 ends with 1 and the reason alone', {
  timeout: 60_000,
}, async () => {
  const folder = await temporaryFolder();
  const { config, tensors } = randomCheckpoint(ONE_HEAD, 1);
  await writeCheckpoint(folder, { config: { ...config, model_type: 'bert' }, tensors });
  const ended = await attentionLens('convert', folder, '--out', join(folder, 'pack'));
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toBe('config.json\'s model_type is "bert"; "gpt2" was expected.\n');
});

test('a pack whose manifest is broken ends with the reason and what to do', {
  timeout: 60_000,
}, async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'manifest.json'), '{"format":"attention-model@2"}');
  const ended = await attentionLens('verify', folder);
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toMatch(/manifest is not valid: layouts .*\nMake the pack again/);
});

test('a pack of an older format is to be converted again', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'manifest.json'), '{"format":"attention-model@1"}');
  const ended = await attentionLens('verify', folder);
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toMatch(
    /"attention-model@1", and this version reads "attention-model@2"\.\nConvert the checkpoint again/,
  );
});

test('an unknown command ends with 2 and the usage', { timeout: 60_000 }, async () => {
  const ended = await attentionLens('transmute');
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toContain('There is no command "transmute".\n\nUsage:');
});

test('asked for help, it prints the usage', { timeout: 60_000 }, async () => {
  const ended = await attentionLens('--help');
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ended.stdout).toContain('attention-lens convert <checkpoint>');
  expect(ended.stdout).toContain('attention-lens verify <pack folder>');
});

test('a command called wrongly prints its own usage alone', { timeout: 60_000 }, async () => {
  const ended = await attentionLens('verify');
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toMatch(/^Give one pack folder\.\n\nUsage:\n\nattention-lens verify/);
  expect(ended.stderr).not.toContain('attention-lens convert');
});
