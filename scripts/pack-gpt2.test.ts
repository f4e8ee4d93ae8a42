import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MODEL_FORMAT } from '../src/runtime/packs/manifest.js';
import { embeddingPlaces } from '../src/runtime/packs/row8.js';
import { packGpt2 } from './pack-gpt2.js';

const ROWS = embeddingPlaces({ vocab: 50_257, dModel: 768 });
const POSITIONS = 2 * 1024 * 768;

let folder: string;
const at = (...names: string[]) => join(folder, ...names);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pack-gpt2-'));
  await writeFile(at('pins.json'), '{ "tiny": { "name": "tiny", "bytes": 1 }, "gpt2": null }');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A pack with the manifest of GPT-2 small whose first layer has files of `sizes` bytes; `change` may spoil it. */
async function writePack(
  sizes = [100, 50],
  change: (manifest: Record<string, unknown>) => void = () => {},
): Promise<string> {
  await mkdir(at('pack'));
  const file = async (path: string, bytes: number) => {
    const content = Buffer.alloc(bytes, path);
    await writeFile(at('pack', path), content);
    return { path, bytes, sha256: createHash('sha256').update(content).digest('hex') };
  };
  const manifest = {
    format: MODEL_FORMAT,
    id: 'gpt2',
    name: 'GPT-2 small',
    architecture: {
      layers: 12,
      heads: 12,
      dModel: 768,
      dInner: 3072,
      vocab: 50257,
      context: 1024,
      layerNormEpsilon: 1e-5,
    },
    tokenizer: 'gpt2',
    layouts: {
      row8: {
        graphs: {
          wasm: {
            block: await file('block.wasm.onnx', 60),
            output: await file('output.wasm.onnx', 10),
          },
          webgpu: {
            block: await file('block.webgpu.onnx', 70),
            output: await file('output.webgpu.onnx', 20),
          },
        },
        embedding: await Promise.all([
          file('embedding.00.bin', ROWS.rows + 8192 * ROWS.stride),
          file('embedding.01.bin', 24_000 * ROWS.stride),
          file('embedding.02.bin', (50_257 - 8192 - 24_000) * ROWS.stride),
        ]),
        positions: await file('positions.bin', POSITIONS),
        layers: await Promise.all([
          Promise.all(sizes.map((size, i) => file(`layer.00.${i}.bin`, size))),
          ...Array.from({ length: 11 }, async (_, i) => [await file(`layer.${i + 1}.bin`, 1)]),
        ]),
        output: [await file('output.00.bin', 7)],
      },
    },
    provenance: {
      checkpoint: 'Hugging Face, openai-community/gpt2',
      revision: '607a30d783dfa663caf39e06633721c8d4cfcd7e',
      sha256: '0'.repeat(64),
      licence: 'modified MIT',
    },
  };
  change(manifest);
  await writeFile(at('pack', 'manifest.json'), JSON.stringify(manifest));
  return at('pack');
}

const pack = (version = '1.0.0') =>
  packGpt2(at('pack'), { version, out: at('out'), pins: at('pins.json') });

test('writes a package that can be published, and a pin of it', async () => {
  await writePack();
  const pin = await pack('1.2.3');
  const hash = createHash('sha256').update(await readFile(at('out', 'manifest.json')));
  expect(pin).toEqual({
    name: 'GPT-2 small',
    bytes: ROWS.bytes + POSITIONS + 100 + 50 + 11 + 7 + 70 + 20,
    version: '1.2.3',
    integrity: `sha256-${hash.digest('base64')}`,
  });
  expect(JSON.parse(await readFile(at('pins.json'), 'utf8'))).toEqual({
    tiny: { name: 'tiny', bytes: 1 },
    gpt2: pin,
  });
  const about = JSON.parse(await readFile(at('out', 'package.json'), 'utf8'));
  expect(about).toMatchObject({ name: '@attention-lens/gpt2', version: '1.2.3' });
  for (const name of [...about.files, 'LICENSE', 'README.md']) {
    expect((await stat(at('out', name))).size, name).toBeGreaterThan(0);
  }
  expect(await readFile(at('out', 'README.md'), 'utf8')).toMatch(
    /openai-community\/gpt2, revision 607a30d[\s\S]*modified MIT/,
  );
  expect(await readFile(at('out', 'LICENSE'), 'utf8')).toMatch('OpenAI');
});

test.each<[string, RegExp, () => Promise<unknown>]>([
  ['another model', /not GPT-2 small/, () => writePack([1], (manifest) => (manifest.id = 'other'))],
  ['no licence', /names no licence/, () => writePack([1], dropLicence)],
  [
    'a file that a CDN refuses',
    /layer\.00\.0\.bin has 18874369 bytes/,
    () => writePack([18 * 2 ** 20 + 1]),
  ],
  ['too much', /150000000 is the most/, () => writePack([1], growAll)],
  [
    'a damaged file',
    /layer\.00\.0\.bin is not the file/,
    async () => {
      await writePack([10]);
      await writeFile(at('pack', 'layer.00.0.bin'), 'damaged!!!');
    },
  ],
])('refuses %s, and writes nothing', async (_what, message, prepare) => {
  await prepare();
  await expect(pack()).rejects.toThrow(message);
  expect(await readdir(folder)).not.toContain('out');
  expect(JSON.parse(await readFile(at('pins.json'), 'utf8')).gpt2).toBe(null);
});

function dropLicence({ provenance }: Record<string, unknown>): void {
  delete (provenance as { licence?: string }).licence;
}

function growAll({ layouts }: Record<string, unknown>): void {
  const { row8 } = layouts as { row8: { layers: { bytes: number }[][] } };
  for (const file of row8.layers[0] ?? []) file.bytes = 150_000_000;
}
