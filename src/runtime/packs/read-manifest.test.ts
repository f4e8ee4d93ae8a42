import { expect, test } from 'vitest';
import { testManifest } from '../testing/manifest.js';
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
const [chunk] = layouts.row8.weights;

function withPath(path: string) {
  return { layouts: { row8: { ...layouts.row8, weights: [{ ...chunk, path }] } } };
}

test.each([
  ['format', { format: 'attention-model@2' }],
  ['id', { id: '' }],
  ['tokenizer', { tokenizer: 'bert' }],
  ['architecture.layers', { architecture: { ...architecture, layers: 1e9 } }],
  ['architecture.heads', { architecture: { ...architecture, heads: 1.5 } }],
  ['architecture.dModel', { architecture: { ...architecture, heads: 3 } }],
  ['architecture.layerNormEpsilon', { architecture: { ...architecture, layerNormEpsilon: 0 } }],
  ['layouts.row8', { layouts: {} }],
  ['layouts.row8.weights', { layouts: { row8: { ...layouts.row8, weights: [] } } }],
  ['layouts.row8.weights[0].path', withPath('../weights.bin')],
  ['layouts.row8.weights[0].path', withPath('https://elsewhere.example/w.bin')],
  ['layouts.row8.weights[0].path', withPath('/w.bin')],
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

test('claims that are more than the architecture can weigh are refused', () => {
  const { layouts } = testManifest();
  const [file] = layouts.row8.weights;
  const withWeights = (weights: readonly object[]) => ({
    ...testManifest(),
    layouts: { row8: { ...layouts.row8, weights } },
  });
  const of = (bytes: number) => ({ ...file, bytes });
  expect(() => readManifest(withWeights([of(1.3e9)]))).toThrow('weights[0].bytes');
  expect(() => readManifest(withWeights([of(3e7), of(3e7)]))).toThrow('60000000 bytes together');
  expect(() => readManifest(withWeights(Array(4000).fill(of(1))))).toThrow('has 4000 files');
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
