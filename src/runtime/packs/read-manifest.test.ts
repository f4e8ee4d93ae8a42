import { expect, test } from 'vitest';
import { testManifest } from '../testing/manifest.js';
import type { ModelLayout, StackGraphs } from './manifest.js';
import { packFiles } from './pack-files.js';
import { readManifest } from './read-manifest.js';

test('reads a manifest as it is, and leaves out what it does not know', () => {
  const manifest = testManifest();
  expect(readManifest({ ...manifest, anything: { else: 1 } })).toEqual(manifest);
});

const figures = { maxError: 0.03, meanTotalVariation: 0.002, flips: 0 };
const fidelity = {
  ...figures,
  against: 'checkpoint',
  texts: 5,
  tokens: 44,
  layers: [figures],
} as const;
const probedHeads = [{ finder: 'induction', seeds: 5, heads: [{ head: '1.3', score: 0.87 }] }];

test('measured figures and probed heads are read where a pack has them', () => {
  const manifest = { ...testManifest(), fidelity, probedHeads };
  expect(readManifest(manifest)).toEqual(manifest);
});

const { architecture, layouts, provenance } = testManifest();
const { row8 } = layouts;
const tokenizerFile = { ...row8.positions, path: 'tokenizer.json' };

test('a tokenizer of its own is read with its file', () => {
  const manifest = testManifest({ tokenizer: 'bpe', tokenizerFile });
  expect(readManifest(manifest)).toEqual(manifest);
  expect(packFiles(manifest)).toContainEqual(tokenizerFile);
});

test('why there is no tokenizer is read where a pack says it', () => {
  const whyNoTokenizer = 'Its tokenizer is a WordPiece.';
  const manifest = testManifest({ tokenizer: 'none', whyNoTokenizer });
  expect(readManifest(manifest)).toEqual(manifest);
  expect(readManifest(testManifest({ whyNoTokenizer }))).toEqual(testManifest());
});

/** Another layout in the place of the manifest's. */
function withLayout(changes: Partial<ModelLayout>) {
  return { layouts: { row8: { ...row8, ...changes } } };
}

function withGraphs(changes: Partial<StackGraphs>) {
  return withLayout({ graphs: { ...row8.graphs, wasm: { ...row8.graphs.wasm, ...changes } } });
}

function withPath(path: string) {
  return withLayout({ layers: [[{ ...row8.positions, path }]] });
}

test.each([
  ['format', { format: 'attention-model@3' }],
  ['id', { id: '' }],
  ['tokenizer', { tokenizer: 'bert' }],
  ['tokenizerFile', { tokenizer: 'bpe' }],
  ['tokenizerFile', { tokenizer: 'gpt2', tokenizerFile }],
  ['tokenizerFile', { tokenizer: 'none', tokenizerFile }],
  ['whyNoTokenizer', { tokenizer: 'none', whyNoTokenizer: 'x'.repeat(3000) }],
  ['tokenizerFile.path', { tokenizer: 'bpe', tokenizerFile: { ...tokenizerFile, path: '/t' } }],
  ['tokenizerFile.bytes', { tokenizer: 'bpe', tokenizerFile: { ...tokenizerFile, bytes: 1e9 } }],
  ['architecture.layers', { architecture: { ...architecture, layers: 1e9 } }],
  ['architecture.heads', { architecture: { ...architecture, heads: 1.5 } }],
  ['architecture.dModel', { architecture: { ...architecture, heads: 3 } }],
  ['architecture.activation', { architecture: { ...architecture, activation: 'relu' } }],
  ['architecture.layerNormEpsilon', { architecture: { ...architecture, layerNormEpsilon: 0 } }],
  ['layouts.row8', { layouts: {} }],
  ['layouts.row8.graphs.webgpu', withLayout({ graphs: { wasm: row8.graphs.wasm } as never })],
  ['layouts.row8.graphs.wasm.output', withGraphs({ output: undefined as never })],
  ['layouts.row8.embedding', withLayout({ embedding: [] })],
  ['layouts.row8.layers', withLayout({ layers: [] })],
  ['layouts.row8.layers[0]', withLayout({ layers: [[]] })],
  ['layouts.row8.layers[0][0].path', withPath('../weights.bin')],
  ['layouts.row8.layers[0][0].path', withPath('https://elsewhere.example/w.bin')],
  ['layouts.row8.layers[0][0].path', withPath('/w.bin')],
  ['layouts.row8.output', withLayout({ output: {} as never })],
  ['fidelity.against', { fidelity: { ...fidelity, against: 'hearsay' } }],
  ['fidelity.maxError', { fidelity: { ...fidelity, maxError: -1 } }],
  ['fidelity.layers[0].flips', { fidelity: { ...fidelity, layers: [{ ...figures, flips: 2 }] } }],
  ['probedHeads[0].heads', { probedHeads: [{ finder: 'induction', seeds: 5 }] }],
  ['provenance.sha256', { provenance: { ...provenance, sha256: 'ABC' } }],
])('refuses a wrong %s and names it', (field, changes) => {
  const manifest = { ...testManifest(), ...changes };
  expect(() => readManifest(manifest)).toThrow(
    expect.objectContaining({
      code: 'bad-manifest',
      message: expect.stringContaining(`${field} `),
    }),
  );
});

test.each([[null], ['text'], [[]]])('refuses %j', (value) => {
  expect(() => readManifest(value)).toThrow(expect.objectContaining({ code: 'bad-manifest' }));
});

/** The embedding in files of so many bytes. */
function withEmbedding(...sizes: readonly number[]) {
  return withLayout({ embedding: sizes.map((bytes) => ({ ...row8.positions, bytes })) });
}

test.each([
  ['a file ends within the scales', withEmbedding(1344, 331 * 32), 'embedding[0].bytes must end'],
  [
    'a file ends within a row',
    withEmbedding(1344 + 200 * 32 - 1, 131 * 32 + 1),
    'embedding[0].bytes',
  ],
  ['rows are missing', withEmbedding(1344 + 330 * 32), 'embedding has 11904 bytes, not 11936'],
  [
    'positions are too short',
    withLayout({ positions: { ...row8.positions, bytes: 4094 } }),
    '4096',
  ],
  ['positions are too long', withLayout({ positions: { ...row8.positions, bytes: 4098 } }), '4096'],
  ['a layer is missing', { architecture: { ...architecture, layers: 2 } }, 'has 1 layers, not 2'],
])('where %s, the manifest is refused: the worker reads by places', (_, changes, words) => {
  expect(() => readManifest({ ...testManifest(), ...changes })).toThrow(words);
});

test('claims that are more than the architecture can weigh are refused', () => {
  const ofLayer = (...sizes: readonly number[]) => ({
    ...testManifest(),
    ...withLayout({ layers: [sizes.map((bytes) => ({ ...row8.positions, bytes }))] }),
  });
  expect(() => readManifest(ofLayer(1.3e9))).toThrow('layers[0][0].bytes');
  expect(() => readManifest(ofLayer(3e6, 3e6))).toThrow(/claims 60\d+ bytes of weights/);
  expect(() => readManifest(ofLayer(...Array(4000).fill(1)))).toThrow('has 4000 files');
  const graph = { ...row8.graphs.wasm.block, bytes: 1e7 };
  expect(() => readManifest({ ...testManifest(), ...withGraphs({ block: graph }) })).toThrow(
    'graphs.wasm.block.bytes',
  );
});

test('a pack of before a model became a stack is to be converted again', () => {
  const manifest = { format: 'attention-model@1', layouts: {} };
  expect(() => readManifest(manifest)).toThrow(
    expect.objectContaining({
      code: 'bad-manifest',
      message: expect.stringContaining('"attention-model@1", and this version reads'),
      advice: expect.stringContaining('Convert the checkpoint again'),
    }),
  );
});

test('a format of 400 kB is quoted in part', () => {
  const format = 'x'.repeat(400_000);
  let message = '';
  try {
    readManifest({ ...testManifest(), format });
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toContain('format');
  expect(message.length).toBeLessThan(300);
});
