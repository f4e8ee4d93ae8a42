// Writes packs where the browser tests can fetch them: of odd shapes with random weights, and a real layer of GPT-2 small.

import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { convert } from '../../cli/convert/convert.js';
import { ODD_SHAPES, writeRandomPack } from '../../convert/testing/random-checkpoint.js';
import { RANDOM_PACKS, REAL_LAYER } from './random-packs.js';

const folder = fileURLToPath(new URL(`../../..${RANDOM_PACKS}`, import.meta.url));

export async function setup(): Promise<void> {
  for (const [index, shape] of ODD_SHAPES.entries()) {
    await writeRandomPack(`${folder}${index}`, shape, index + 1);
  }
  const layer = fileURLToPath(new URL(`../../..${REAL_LAYER}`, import.meta.url));
  const options = { id: 'layer-08', name: 'layer 8', source: 'GPT-2 small' };
  await convert(layer, `${folder}real-layer`, options);
}

export async function teardown(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
