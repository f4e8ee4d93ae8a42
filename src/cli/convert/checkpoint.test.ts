import { expect, onTestFinished, test } from 'vitest';
import { type Checkpoint, openCheckpoint } from './checkpoint.js';
import {
  ONE_HEAD,
  type RandomCheckpoint,
  randomCheckpoint,
  writeCheckpoint,
} from './testing/random-checkpoint.js';
import { temporaryFolder } from './testing/temporary-folder.js';

/** Opens a random checkpoint after `change`. */
async function open(
  change: (checkpoint: RandomCheckpoint) => void = () => {},
): Promise<Checkpoint> {
  const checkpoint = randomCheckpoint(ONE_HEAD, 3);
  change(checkpoint);
  const folder = await temporaryFolder();
  await writeCheckpoint(folder, checkpoint);
  const opened = await openCheckpoint(folder);
  onTestFinished(() => opened.close());
  return opened;
}

const vector = (...values: number[]) => ({
  dtype: 'F32' as const,
  shape: [values.length],
  values: Float32Array.from(values),
});

test('reads the architecture', async () => {
  expect((await open()).architecture).toEqual(ONE_HEAD);
});

test.for([undefined, null])('an n_inner of %s is four times the width', async (n_inner) => {
  const wide = { ...ONE_HEAD, dInner: 4 * ONE_HEAD.dModel };
  const folder = await temporaryFolder();
  const { config, tensors } = randomCheckpoint(wide, 3);
  await writeCheckpoint(folder, { config: { ...config, n_inner }, tensors });
  const checkpoint = await openCheckpoint(folder);
  onTestFinished(() => checkpoint.close());
  expect(checkpoint.architecture.dInner).toBe(4 * ONE_HEAD.dModel);
});

test('tensors may carry the prefix of a model with a head', async () => {
  const plain = await open();
  const prefixed = await open(({ tensors }) => {
    for (const [name, tensor] of [...tensors]) {
      tensors.delete(name);
      tensors.set(`transformer.${name}`, tensor);
    }
  });
  expect(await prefixed.tensor('h.0.ln_1.bias')).toEqual(await plain.tensor('h.0.ln_1.bias'));
});

test('mask buffers and a tied output layer are ignored', async () => {
  const opening = open(({ tensors }) => {
    const embedding = tensors.get('wte.weight');
    if (embedding) tensors.set('lm_head.weight', embedding);
    tensors.set('h.0.attn.bias', vector(1, 0, 1, 1)).set('h.0.attn.masked_bias', vector(-1e4));
  });
  await expect(opening).resolves.toBeDefined();
});

test('refuses an output layer of its own', async () => {
  const opening = open(({ tensors }) => {
    const embedding = tensors.get('wte.weight');
    if (!embedding) return;
    const values = embedding.values.map((value, at) => (at === 9 ? value + 1 : value));
    tensors.set('lm_head.weight', { ...embedding, values });
  });
  await expect(opening).rejects.toThrow(/"lm_head.weight" differs from the embedding/);
});

test.for([
  ['model_type', 'bert', /model_type is "bert"; "gpt2" was expected/],
  ['activation_function', 'relu', /activation_function is "relu"; "gelu_new"/],
  ['scale_attn_by_inverse_layer_idx', true, /scale_attn_by_inverse_layer_idx is true; false/],
  ['tie_word_embeddings', false, /tie_word_embeddings is false; true/],
  ['n_layer', 0, /n_layer is 0; a positive whole number/],
  ['n_embd', undefined, /n_embd is undefined; a positive whole number/],
  ['n_head', 3, /n_embd 20 is not a multiple of its n_head 3/],
  ['layer_norm_epsilon', 'small', /layer_norm_epsilon is "small"/],
] as const)('refuses a config whose %s is %s', async ([key, value, message]) => {
  const opening = open(({ config }) => {
    config[key] = value;
  });
  await expect(opening).rejects.toThrow(message);
  await expect(opening).rejects.toMatchObject({ code: 'config' });
});

test('names the tensor that is missing', async () => {
  const opening = open(({ tensors }) => tensors.delete('h.0.mlp.c_fc.bias'));
  await expect(opening).rejects.toThrow(/"h.0.mlp.c_fc.bias" is missing; \[100\]/);
  await expect(opening).rejects.toMatchObject({ code: 'tensor' });
});

test('names the tensor that has another shape than config.json says', async () => {
  const opening = open(({ config }) => {
    config.n_inner = 101;
  });
  const message = '"h.0.mlp.c_fc.weight" has the shape [20,100]; [20,101] was expected';
  await expect(opening).rejects.toThrow(message);
});

test('a folder without config.json is no checkpoint', async () => {
  await expect(openCheckpoint(await temporaryFolder())).rejects.toThrow(
    /config.json cannot be read/,
  );
});
