import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCheckpointFolder } from '../cli/convert/checkpoint-folder.js';
import { convert } from '../cli/convert/convert.js';
import { FLOAT_ENGINE } from '../cli/convert/float-engine.js';
import { temporaryFolder } from '../cli/convert/testing/temporary-folder.js';
import { writePack } from '../cli/convert/write-pack.js';
import { loadPack } from '../cli/verify/run-pack.js';
import { layOutStack } from './lay-out-stack.js';
import { StackConversion } from './stack-conversion.js';
import { ONE_HEAD, randomCheckpoint, writeCheckpoint } from './testing/random-checkpoint.js';

/** With an output layer of its own, whose rows no embedding has. */
async function writeUntied(folder: string): Promise<void> {
  const checkpoint = randomCheckpoint({ ...ONE_HEAD, layers: 2 }, 5);
  const embedding = checkpoint.tensors.get('wte.weight');
  if (!embedding) throw new Error('No embedding.');
  const values = embedding.values.map((value) => -value);
  checkpoint.tensors.set('lm_head.weight', { ...embedding, values });
  await writeCheckpoint(folder, checkpoint);
}

test('a pack is the same in small files, once they are joined; no row of a matrix is cut', async () => {
  const folder = await temporaryFolder();
  await writeUntied(folder);
  const [large, small] = [join(folder, 'large'), join(folder, 'small')];
  const options = { id: 'x', name: 'x', source: 'random', calibration: [] };
  const { provenance, architecture } = await convert(folder, large, options);
  const checkpoint = await openCheckpointFolder(folder);
  const { layouts } = await writePack(
    small,
    {
      about: { id: 'x', name: 'x', tokenizer: 'none', architecture, provenance },
      fill: (pack) =>
        layOutStack(
          new StackConversion(checkpoint, {
            rounding: 'nearest',
            texts: [],
            engine: FLOAT_ENGINE,
          }),
          architecture,
          pack,
        ),
    },
    3000,
  );
  await checkpoint.close();
  const [one, other] = [await loadPack(large), await loadPack(small)];
  expect(other.weights).toEqual(one.weights);
  expect(other.graphs).toEqual(one.graphs);
  const { embedding, layers, output } = layouts.row8;
  expect(layers.map((files) => files.length > 1)).toEqual([true, true]);
  for (const { bytes } of [...embedding, ...layers.flat(), ...output]) {
    expect(bytes).toBeLessThanOrEqual(3000);
  }
  // What follows the first file of the output, in which its rows begin, is rows of 32 bytes alone.
  expect(output.length).toBeGreaterThan(2);
  for (const { bytes } of output.slice(1)) expect(bytes % 32).toBe(0);
});
