import { expect, test } from 'vitest';
import { testManifest } from '../testing/manifest.js';
import { readManifest } from './read-manifest.js';

test('reads a manifest as it is, and leaves out what it does not know', () => {
  const manifest = testManifest();
  expect(readManifest({ ...manifest, anything: { else: 1 } })).toEqual(manifest);
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
