import { expect, test } from 'vitest';
import { tensorShapes } from '../../convert/tensor-shapes.js';
import { GPT2_SMALL } from '../../convert/testing/synthetic-pack.js';
import { valueCount } from '../../convert/value-count.js';
import { knownOnHub } from '../packs/hub-address.js';
import { packBytes } from './pack-size.js';

/** Layers and width, as the models' own config.json has them. */
const SHAPES: readonly (readonly [id: string, layers: number, dModel: number])[] = [
  ['openai-community/gpt2', 12, 768],
  ['openai-community/gpt2-medium', 24, 1024],
  ['openai-community/gpt2-large', 36, 1280],
  ['openai-community/gpt2-xl', 48, 1600],
  ['distilbert/distilgpt2', 6, 768],
];

test.each(SHAPES)(
  'what is known of the size of %s is what its shape gives',
  (id, layers, dModel) => {
    const shape = { ...GPT2_SMALL, layers, dModel, dInner: 4 * dModel };
    let values = 0;
    for (const [, lengths] of tensorShapes(shape)) {
      values += valueCount(lengths);
    }
    const known = knownOnHub({ id, revision: 'main', folder: '' });
    expect(known?.bytes).toBe(4 * values);
    expect(known?.hub?.kept).toBe(packBytes(shape, true));
  },
);

test('of another folder of their repositories nothing is known', () => {
  expect(
    knownOnHub({ id: 'openai-community/gpt2', revision: 'main', folder: 'onnx' }),
  ).toBeUndefined();
  expect(knownOnHub({ id: 'constructor/x', revision: 'main', folder: '' })).toBeUndefined();
});
