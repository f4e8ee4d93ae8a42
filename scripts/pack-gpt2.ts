// `npm run pack:gpt2 -- <pack folder>`: makes the npm package @attention-lens/gpt2 of a model pack, and pins the library to it.

import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { CHUNK_BYTES } from '../src/convert/part-files.js';
import type { PackPin } from '../src/runtime/packs/known-packs.js';
import type { ModelManifest, PackFile } from '../src/runtime/packs/manifest.js';
import { loadedFiles, packFiles, sumOfBytes } from '../src/runtime/packs/pack-files.js';
import { readManifest } from '../src/runtime/packs/read-manifest.js';

const NAME = '@attention-lens/gpt2';

/** jsDelivr refuses larger packages. */
const MOST_BYTES = 150_000_000;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export interface PackGpt2Options {
  /** Of the package: a new one for every change of the pack. */
  readonly version: string;
  /** Where the package is written; what is there goes. */
  readonly out: string;
  /** The library's pins. */
  readonly pins: string;
}

/**
 * Checks every file of the pack against its manifest, writes the package, and then the pin.
 * @throws {Error} when the pack is not GPT-2 small, not whole, too large, or without a licence; nothing is written then.
 */
export async function packGpt2(
  pack: string,
  { version, out, pins }: PackGpt2Options,
): Promise<PackPin> {
  const manifestBytes = await readFile(join(pack, 'manifest.json'));
  const manifest = readManifest(JSON.parse(manifestBytes.toString()));
  checkModel(manifest);
  const files = packFiles(manifest);
  const bytes = sumOfBytes(files) + manifestBytes.length;
  if (bytes > MOST_BYTES)
    throw new Error(`The pack has ${bytes} bytes; ${MOST_BYTES} is the most.`);
  for (const file of files) await checkFile(pack, file);

  await rm(out, { recursive: true, force: true });
  for (const file of files) {
    await mkdir(dirname(join(out, file.path)), { recursive: true });
    await copyFile(join(pack, file.path), join(out, file.path));
  }
  await writeFile(join(out, 'manifest.json'), manifestBytes);
  await copyFile(path('gpt2/LICENSE'), join(out, 'LICENSE'));
  await writeFile(join(out, 'README.md'), readme(manifest));
  await writeFile(
    join(out, 'package.json'),
    `${JSON.stringify(packageOf(version, files), null, 2)}\n`,
  );

  const pin: PackPin = {
    name: manifest.name,
    bytes: Math.max(
      sumOfBytes(loadedFiles(manifest, 'wasm')),
      sumOfBytes(loadedFiles(manifest, 'webgpu')),
    ),
    version,
    integrity: `sha256-${createHash('sha256').update(manifestBytes).digest('base64')}`,
  };
  const known: Record<string, unknown> = JSON.parse(await readFile(pins, 'utf8'));
  await writeFile(pins, `${JSON.stringify({ ...known, gpt2: pin }, null, 2)}\n`);
  return pin;
}

function checkModel({ id, architecture, tokenizer, provenance }: ModelManifest): void {
  const { layers, heads, dModel, vocab } = architecture;
  const shape = [layers, heads, dModel, vocab].join(' ');
  if (id !== 'gpt2' || shape !== '12 12 768 50257' || tokenizer !== 'gpt2') {
    throw new Error(
      `The pack holds "${id}" (${shape}), not GPT-2 small. Convert it with --id gpt2.`,
    );
  }
  if (!provenance.licence) {
    throw new Error('The manifest names no licence. Convert the model with --licence.');
  }
}

async function checkFile(pack: string, { path: name, bytes, sha256 }: PackFile): Promise<void> {
  if (bytes > CHUNK_BYTES) {
    throw new Error(`${name} has ${bytes} bytes; public CDNs take ${CHUNK_BYTES} at most.`);
  }
  const content = await readFile(join(pack, name));
  const hash = createHash('sha256').update(content).digest('hex');
  if (content.length !== bytes || hash !== sha256) {
    throw new Error(`${name} is not the file that the manifest names. Convert the model again.`);
  }
}

function packageOf(version: string, files: readonly PackFile[]): object {
  return {
    name: NAME,
    version,
    description: 'GPT-2 small, quantised, as a model pack of attention-lens.',
    license: 'SEE LICENSE IN LICENSE',
    files: ['manifest.json', ...files.map(({ path: name }) => name)],
    exports: { './*': './*' },
    publishConfig: { access: 'public' },
  };
}

function readme({ name, provenance }: ModelManifest): string {
  const { checkpoint, revision, sha256, licence } = provenance;
  return `# ${NAME}

${name}, quantised to 8 bits per row: the model pack that \`model="gpt2"\` of attention-lens loads.

- Source of the weights: ${checkpoint}${revision ? `, revision ${revision}` : ''}
- SHA-256 of the checkpoint: ${sha256}
- Licence of the weights: ${licence}; its text is in LICENSE. The weights were changed: they are quantised.
`;
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      version: { type: 'string', default: '1.0.0' },
      out: { type: 'string', default: 'publish/gpt2' },
    },
  });
  const [pack] = positionals;
  if (!pack) throw new Error('Say where the model pack is: npm run pack:gpt2 -- <pack folder>');
  const { version, out } = values;
  const pins = path('../src/runtime/packs/known-packs.json');
  const { bytes, integrity } = await packGpt2(pack, { version, out, pins });
  console.log(
    `${NAME}@${version}: ${(bytes / 1e6).toFixed(1)} MB in ${out}; pinned to ${integrity}.`,
  );
  console.log(`Publish it before the library: npm publish ${out}`);
}
