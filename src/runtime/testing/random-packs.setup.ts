// Writes packs where the browser tests can fetch them: of odd shapes with random weights, and a real layer of GPT-2 small.

import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { convert } from '../../cli/convert/convert.js';
import { OWN_TOKENS, writeCheckpointWithTokenizer } from '../../convert/testing/own-tokenizer.js';
import { ODD_SHAPES, writeRandomPack } from '../../convert/testing/random-checkpoint.js';
import { OWN_TOKENIZER_PACK, RANDOM_PACKS, REAL_LAYER } from './random-packs.js';

const inProject = (path: string) => fileURLToPath(new URL(`../../..${path}`, import.meta.url));
const folder = inProject(RANDOM_PACKS);

export async function setup(): Promise<void> {
  for (const [index, shape] of ODD_SHAPES.entries()) {
    await writeRandomPack(`${folder}${index}`, shape, index + 1);
  }
  const options = { id: 'layer-08', name: 'layer 8', source: 'GPT-2 small' };
  await convert(inProject(REAL_LAYER), `${folder}real-layer`, options);
  await writeCheckpointWithTokenizer(`${folder}own-tokenizer`, OWN_TOKENS + 16);
  await convert(`${folder}own-tokenizer`, inProject(OWN_TOKENIZER_PACK), options);
}

export async function teardown(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
