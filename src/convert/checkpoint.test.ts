import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openCheckpointFolder } from '../cli/convert/checkpoint-folder.js';
import { temporaryFolder } from '../cli/convert/testing/temporary-folder.js';
import type { Checkpoint } from './checkpoint.js';
import {
  ONE_HEAD,
  type RandomCheckpoint,
  randomCheckpoint,
  writeCheckpoint,
  writeShardedCheckpoint,
} from './testing/random-checkpoint.js';

/** Opens a random checkpoint after `change`. */
async function open(
  change: (checkpoint: RandomCheckpoint) => void = () => {},
): Promise<Checkpoint> {
  const checkpoint = randomCheckpoint(ONE_HEAD, 3);
  change(checkpoint);
  const folder = await temporaryFolder();
  await writeCheckpoint(folder, checkpoint);
  const opened = await openCheckpointFolder(folder);
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
  const checkpoint = await openCheckpointFolder(folder);
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

test('an output layer that is not the embedding is a matrix of its own', async () => {
  const { hasHead, tensor } = await open(({ config, tensors }) => {
    config.tie_word_embeddings = false;
    const embedding = tensors.get('wte.weight');
    if (!embedding) return;
    const values = embedding.values.map((value, at) => (at === 9 ? value + 1 : value));
    tensors.set('lm_head.weight', { ...embedding, values });
  });
  expect(hasHead).toBe(true);
  const [head, embedding] = [await tensor('lm_head.weight'), await tensor('wte.weight')];
  expect(head[9]).toBeCloseTo((embedding[9] ?? 0) + 1, 5);
});

test('a config that says the output layer is separate must come with one', async () => {
  const opening = open(({ config }) => {
    config.tie_word_embeddings = false;
  });
  await expect(opening).rejects.toThrow(/"lm_head.weight" is missing; \[331,20\]/);
});

test('a BERT is refused with the tensor it has instead', async () => {
  const opening = open(({ config, tensors }) => {
    config.model_type = 'bert';
    tensors.clear();
    tensors.set('bert.embeddings.LayerNorm.bias', vector(1));
  });
  await expect(opening).rejects.toThrow(
    /"bert"; "gpt2" was expected. Its first tensor is "bert.embeddings.LayerNorm.bias"/,
  );
});

describe('in several files', () => {
  const names = (count: number) => (name: string) =>
    `model-0000${(name.length % count) + 1}.safetensors`;
  async function openSharded(change: (index: Record<string, unknown>) => void = () => {}) {
    const folder = await temporaryFolder();
    await writeShardedCheckpoint(folder, randomCheckpoint(ONE_HEAD, 3), names(3), change);
    const opened = await openCheckpointFolder(folder);
    onTestFinished(() => opened.close());
    return opened;
  }

  test('tensors are those of one file', async () => {
    const [whole, sharded] = [await open(), await openSharded()];
    for (const name of ['wte.weight', 'h.0.mlp.c_proj.bias', 'ln_f.weight']) {
      expect(await sharded.tensor(name)).toEqual(await whole.tensor(name));
    }
  });

  test.for([
    ['../../secret', /"ln_f.bias" into "..\/..\/secret"/],
    ['model-00009.safetensors', /model-00009.safetensors cannot be opened/],
    ['model-00002.safetensors', /"ln_f.bias" is not in model-00002.safetensors/],
  ] as const)('an index that puts a tensor into %s is refused', async ([file, message]) => {
    const opening = openSharded((index) => {
      (index.weight_map as Record<string, string>)['ln_f.bias'] = file;
    });
    await expect(opening).rejects.toThrow(message);
  });
});

test.for([
  ['model_type', 'bert', /model_type is "bert"; "gpt2" was expected/],
  ['activation_function', 'relu', /activation_function is "relu"; "gelu_new"/],
  ['scale_attn_by_inverse_layer_idx', true, /scale_attn_by_inverse_layer_idx is true; false/],
  ['n_layer', 0, /n_layer is 0; a positive whole number/],
  ['n_embd', undefined, /n_embd is undefined; a positive whole number/],
  ['n_layer', 1e9, /n_layer is 1000000000; at most 256 is read/],
  ['n_head', 768, /n_head is 768; at most 256 is read/],
  ['vocab_size', 2 ** 31, /vocab_size is 2147483648; at most 1048576 is read/],
  ['n_head', 3, /n_embd 20 is not a multiple of its n_head 3/],
  ['layer_norm_epsilon', 'small', /layer_norm_epsilon is "small"/],
] as const)('refuses a config whose %s is %s', async ([key, value, message]) => {
  const opening = open(({ config }) => {
    config[key] = value;
  });
  await expect(opening).rejects.toThrow(message);
  await expect(opening).rejects.toMatchObject({ code: 'config' });
});

test('two names of one number that differ are refused', async () => {
  const opening = open(({ config }) => {
    config.hidden_size = 24;
  });
  await expect(opening).rejects.toThrow(/says n_embd 20 and hidden_size 24, which mean the same/);
});

test.for([
  ['SCB', /quantised \(it has "h.0.attn.c_attn.SCB"\).*Convert the model that it was made/],
  ['qweight', /quantised \(it has "h.0.attn.c_attn.qweight"\)/],
] as const)(
  'weights beside a .%s are refused, whatever config.json says',
  async ([end, message]) => {
    const opening = open(({ tensors }) => {
      tensors.set(`h.0.attn.c_attn.${end}`, vector(1));
    });
    await expect(opening).rejects.toThrow(message);
  },
);

test('a matrix of bytes is refused before it is read', async () => {
  const opening = open(({ tensors }) => {
    const matrix = tensors.get('h.0.mlp.c_fc.weight');
    if (matrix) tensors.set('h.0.mlp.c_fc.weight', { ...matrix, dtype: 'I8' });
  });
  await expect(opening).rejects.toThrow(/quantised \("h.0.mlp.c_fc.weight" is I8\)/);
});

test('a matrix that lies otherwise than the first one is not guessed at', async () => {
  const opening = open(({ tensors }) => {
    const matrix = tensors.get('h.0.mlp.c_fc.weight');
    if (matrix)
      tensors.set('h.0.mlp.c_fc.weight', { ...matrix, shape: [...matrix.shape].reverse() });
  });
  await expect(opening).rejects.toThrow(/has the shape \[100,20\]; \[20,100\] was expected/);
});

test('a tensor that is there with and without a prefix is refused', async () => {
  const opening = open(({ tensors }) => {
    const norm = tensors.get('ln_f.weight');
    if (norm) tensors.set('module.ln_f.weight', norm);
  });
  await expect(opening).rejects.toThrow(/"ln_f.weight" is there twice.*"module.ln_f.weight"/);
});

test('biases are not left out where config.json says that there are none', async () => {
  const opening = open(({ config }) => {
    Object.assign(config, { bias: false, block_size: config.n_positions, n_inner: 100 });
    delete config.model_type;
    delete config.n_positions;
  });
  await expect(opening).rejects.toThrow(/Tensor "ln_f.bias" is in the checkpoint/);
});

test.for([
  ['adapter_config.json', /The checkpoint is an adapter/],
  ['pytorch_model-00001-of-00002.bin', /pytorch_model.*Save it as safetensors/],
  ['ckpt.pt', /PyTorch file.*save_model/],
  ['gpt2.Q4_K_M.gguf', /GGUF/],
  ['tf_model.h5', /TensorFlow/],
] as const)('a folder with %s alone is told what to do', async ([name, message]) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, name), '{}');
  await expect(openCheckpointFolder(folder)).rejects.toThrow(message);
});

test('names the tensor that is missing', async () => {
  const opening = open(({ tensors }) => tensors.delete('h.0.mlp.c_fc.bias'));
  await expect(opening).rejects.toThrow(/"h.0.mlp.c_fc.bias" is missing; \[100\]/);
  await expect(opening).rejects.toMatchObject({ code: 'tensor' });
});

test('tensors of another model under a config of GPT-2 are refused by name', async () => {
  const opening = open(({ tensors }) => {
    tensors.clear();
    tensors.set('bert.embeddings.LayerNorm.bias', vector(1));
  });
  await expect(opening).rejects.toThrow(
    /"wte.weight" is missing.*first tensor is "bert.embeddings.LayerNorm.bias"/,
  );
});

test('names the tensor that has another shape than config.json says', async () => {
  const opening = open(({ config }) => {
    config.n_inner = 101;
  });
  const message = '"h.0.mlp.c_fc.weight" has the shape [20,100]; [20,101] was expected';
  await expect(opening).rejects.toThrow(message);
});

test('a checkpoint without tensors is refused', async () => {
  const opening = open(({ tensors }) => tensors.clear());
  await expect(opening).rejects.toThrow(/"wte.weight" is missing.*The checkpoint has no tensors\./);
});

test('a LayerNorm of an infinite epsilon is refused', async () => {
  const folder = await temporaryFolder();
  const { config, tensors } = randomCheckpoint(ONE_HEAD, 3);
  await writeCheckpoint(folder, { config, tensors });
  const text = JSON.stringify({ ...config, layer_norm_epsilon: 0 }).replace(':0}', ':1e999}');
  await writeFile(join(folder, 'config.json'), text);
  await expect(openCheckpointFolder(folder)).rejects.toThrow(
    /layer_norm_epsilon is Infinity; a positive/,
  );
});

test('a config of more layers than there are is refused at the first that is missing', async () => {
  const opening = open(({ config }) => {
    config.n_layer = 200;
  });
  await expect(opening).rejects.toThrow(/"h.1.ln_1.weight" is missing/);
});

test.for(['h.1.ln_1.weight', 'transformer.h.0.crossattention.c_attn.weight'])(
  'a %s that config.json does not speak of is refused',
  async (name) => {
    const opening = open(({ tensors }) => tensors.set(name, vector(1)));
    await expect(opening).rejects.toThrow(`Tensor "${name}" is in the checkpoint`);
    await expect(opening).rejects.toMatchObject({ code: 'tensor' });
  },
);

test.each([
  [
    'is nested very deep',
    '{"a":'.repeat(1e5),
    /config\.json cannot be read as JSON: it is nested more/,
  ],
  [
    'is of another model, in many words',
    `{"model_type":"${'x'.repeat(1e6)}"}`,
    /model_type is "xxx/,
  ],
  [
    'has a wrong number, in many words',
    `{"model_type":"gpt2","n_layer":"${'x'.repeat(1e6)}"}`,
    /n_/,
  ],
])('a config.json that %s is refused in a sentence', async (_name, text, message) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'config.json'), text);
  const error = await openCheckpointFolder(folder).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'config', message: expect.stringMatching(message) });
  expect(error.message.length).toBeLessThan(600);
});

test.each(['config.json', 'model.safetensors.index.json', 'model.safetensors'])(
  'a pipe in the place of %s is not waited for',
  async (name) => {
    const folder = await temporaryFolder();
    await writeCheckpoint(folder, randomCheckpoint(ONE_HEAD, 1));
    if (name !== 'config.json') await rm(join(folder, 'model.safetensors'));
    await rm(join(folder, name), { force: true });
    execFileSync('mkfifo', [join(folder, name)]);
    await expect(openCheckpointFolder(folder)).rejects.toThrow(/is not a file/);
  },
);

test('a folder without config.json is not a checkpoint', async () => {
  await expect(openCheckpointFolder(await temporaryFolder())).rejects.toThrow(
    /config.json cannot be read/,
  );
});
