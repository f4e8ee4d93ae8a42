// The package as npm publishes it, for tests of what others install.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

export interface Packed {
  readonly tarball: string;
  /** A folder that `remove` deletes, for whatever a test needs. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Packs what `dist` holds. */
export async function packPackage(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'attention-lens-packed-'));
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: ROOT, maxBuffer: 2 ** 26 },
  );
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return {
    tarball: join(folder, filename),
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
