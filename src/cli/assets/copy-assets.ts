// What a page needs from its own server when it uses no CDN, laid out as a CDN lays it out, so that a script tag or an iframe
// alone finds everything.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ORT_FILES } from '../../runtime/device/ort-builds.js';
import { ORT_VERSION } from '../../runtime/device/ort-version.js';

/** Within the copy: folders, and the worker's script. */
export const ASSET_PATHS = {
  scripts: 'attention-lens/dist/cdn/',
  worker: 'attention-lens/dist/cdn/worker.js',
  frame: 'attention-lens/dist/embed/',
  pack: 'attention-lens/dist/pack/',
  traces: 'attention-lens/traces/',
  models: 'attention-lens/models/',
  ort: `onnxruntime-web@${ORT_VERSION}/dist/`,
} as const;

/**
 * Copies scripts, the page for iframes, the page that makes packs, recordings, the embedded model and onnxruntime-web's .wasm files into `folder`.
 * @throws {Error} when the package is not built, `folder` is no folder and cannot become one, or onnxruntime-web is not the version that this library depends on.
 */
export async function copyAssets(folder: string): Promise<void> {
  const root = packageRoot();
  const built = join(root, 'dist');
  if (!existsSync(built)) {
    throw new Error(`${built} is not there. Build the package first: npm run build.`);
  }
  await mkdir(folder, { recursive: true }).catch((cause: Error) => {
    throw new Error(`${folder} cannot be made a folder. Name another one. (${cause.message})`, {
      cause,
    });
  });
  await refuseLinks(folder);
  const copy = (from: string, to: string, without: RegExp) =>
    cp(join(root, from), join(folder, to), {
      recursive: true,
      filter: (path) => !without.test(path),
    });
  await copy('dist/cdn', ASSET_PATHS.scripts, /\.map$/);
  await copy('dist/embed', ASSET_PATHS.frame, /\.map$/);
  await copy('dist/pack', ASSET_PATHS.pack, /\.map$/);
  await copy('traces', ASSET_PATHS.traces, /\brecordings$/);
  await copy('models/tiny', `${ASSET_PATHS.models}tiny`, /\.(?:md|py)$|scores\.json$/);
  await copyOrt(join(folder, ASSET_PATHS.ort));
}

/** A link inside would lead what is written to somewhere else. */
async function refuseLinks(folder: string): Promise<void> {
  for (const top of new Set(Object.values(ASSET_PATHS).map((path) => path.split('/')[0] ?? ''))) {
    const place = join(folder, top);
    const kind = await lstat(place).catch(() => undefined);
    const links = kind?.isDirectory()
      ? (await readdir(place, { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isSymbolicLink())
          .map((entry) => join(entry.parentPath, entry.name))
      : kind?.isSymbolicLink()
        ? [place]
        : [];
    const [link] = links;
    if (link === undefined) continue;
    throw new Error(`${link} is a link, and nothing is written through it. Remove it first.`);
  }
}

async function copyOrt(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { resolve } = createRequire(import.meta.url);
  for (const { path, sha256 } of Object.values(ORT_FILES)) {
    const file = await readFile(resolve(`onnxruntime-web/${path}`));
    if (createHash('sha256').update(file).digest('hex') !== sha256) {
      throw new Error(
        `onnxruntime-web's ${path} is not that of version ${ORT_VERSION}. Install exactly that version.`,
      );
    }
    await writeFile(join(folder, path), file);
  }
}

/** The folder of the package, from its built command and from its sources alike. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'custom-elements.json'))) folder = dirname(folder);
  return folder;
}
