// Writes packs of odd shapes where the browser tests can fetch them.

import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ODD_SHAPES, writeRandomPack } from '../../cli/convert/testing/random-checkpoint.js';
import { RANDOM_PACKS } from './random-packs.js';

const folder = fileURLToPath(new URL(`../../..${RANDOM_PACKS}`, import.meta.url));

export async function setup(): Promise<void> {
  for (const [index, shape] of ODD_SHAPES.entries()) {
    await writeRandomPack(`${folder}${index}`, shape, index + 1);
  }
}

export async function teardown(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
