import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
} from './convert/testing/random-checkpoint.js';
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
  expect(ended.stdout).toContain('weights.00.bin');
});

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
