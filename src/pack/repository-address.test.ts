import { expect, test } from 'vitest';
import { repositoryAddress } from './repository-address.js';

test.each([
  ['openai-community/gpt2', 'hf:openai-community/gpt2'],
  [' hf:a/b@v1#small ', 'hf:a/b@v1#small'],
  ['a/b@v1', 'hf:a/b@v1'],
  ['https://huggingface.co/a/b', 'hf:a/b'],
  ['https://huggingface.co/a/b/?library=transformers', 'hf:a/b'],
  ['https://hf.co/a/b/tree/main', 'hf:a/b@main'],
  ['https://huggingface.co/a/b/tree/v1/models/small', 'hf:a/b@v1#models/small'],
  ['https://huggingface.co/a/b/blob/main/small/config.json', 'hf:a/b@main#small'],
  ['https://huggingface.co/a/b/resolve/main/model.safetensors', 'hf:a/b@main'],
  ['https://huggingface.co/a/b/discussions', 'hf:a/b'],
])('%s is %s', (written, address) => {
  expect(repositoryAddress(written)).toBe(address);
});

test.each(['', 'gpt2', 'https://huggingface.co/gpt2', 'https://example.org/a/b', 'https://%'])(
  '"%s" names no repository',
  (written) => {
    expect(repositoryAddress(written)).toBeUndefined();
  },
);
