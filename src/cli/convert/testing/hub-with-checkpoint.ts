// A fake hub with a checkpoint, which the environment names.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import {
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
} from '../../../convert/testing/random-checkpoint.js';
import { runConvert } from '../command.js';
import { type FakeHub, fakeHub } from './fake-hub.js';
import { temporaryFolder } from './temporary-folder.js';

export const ID = 'openai-community/gpt2';

/** A hub with a random checkpoint, and a folder for everything. */
export async function hubWithCheckpoint(
  write = writeCheckpoint,
): Promise<{ hub: FakeHub; base: string }> {
  const base = await temporaryFolder();
  const checkpoint = join(base, 'checkpoint');
  await write(checkpoint, randomCheckpoint(ONE_HEAD, 1));
  const names = await readdir(checkpoint);
  const files = names.map(async (name) => [name, await readFile(join(checkpoint, name))] as const);
  const hub = await fakeHub(ID, new Map(await Promise.all(files)));
  hub.kept = () => bytesBegun(join(base, 'cache'));
  vi.stubEnv('HF_ENDPOINT', hub.endpoint);
  vi.stubEnv('HF_TOKEN', '');
  vi.stubEnv('ATTENTION_LENS_CACHE', join(base, 'cache'));
  return { hub, base };
}

/** Converts that checkpoint, to `pack` in the folder. */
export function convertTo(base: string, ...more: string[]): Promise<void> {
  return runConvert([ID, '--out', join(base, 'pack'), ...more]);
}

/** Before each test: what the command prints is kept from the terminal. */
export function silence(): void {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
}

/** After each test. */
export function restore(): void {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
}

/** Of downloads that are not finished. */
export async function bytesBegun(cache: string): Promise<number> {
  const names = await readdir(cache, { recursive: true }).catch(() => []);
  const begun = names.filter((name) => name.endsWith('.incomplete'));
  const sizes = await Promise.all(begun.map(async (name) => (await stat(join(cache, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
