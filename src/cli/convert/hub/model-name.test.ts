import { expect, test } from 'vitest';
import { readModelName } from './model-name.js';

const HUB = 'https://huggingface.co';

test.for([
  ['gpt2', { id: 'gpt2' }],
  ['you/gpt', { id: 'you/gpt' }],
  ['you/gpt@v1', { id: 'you/gpt', revision: 'v1' }],
  ['you/gpt#small', { id: 'you/gpt', folder: 'small' }],
  ['hf:you/gpt', { id: 'you/gpt' }],
  ['hf:you/gpt@v1#runs/small', { id: 'you/gpt', revision: 'v1', folder: 'runs/small' }],
  ['https://huggingface.co/you/gpt', { id: 'you/gpt' }],
  ['https://huggingface.co/you/gpt/', { id: 'you/gpt' }],
  ['huggingface.co/you/gpt', { id: 'you/gpt' }],
  ['https://hf.co/gpt2', { id: 'gpt2' }],
  ['https://huggingface.co/you/gpt/tree/v1', { id: 'you/gpt', revision: 'v1' }],
  ['https://huggingface.co/you/gpt/discussions/3', { id: 'you/gpt' }],
  [
    'https://huggingface.co/you/gpt/tree/refs%2Fpr%2F1/runs/small?x=1',
    { id: 'you/gpt', revision: 'refs/pr/1', folder: 'runs/small' },
  ],
  [
    'https://huggingface.co/you/gpt/blob/main/small/model.safetensors',
    { id: 'you/gpt', revision: 'main', folder: 'small' },
  ],
  [
    'https://huggingface.co/you/gpt/resolve/main/config.json?download=true',
    { id: 'you/gpt', revision: 'main' },
  ],
  ['no/such/folder', undefined],
  ['C:\\models', undefined],
] as const)('%s is read', ([text, named]) => {
  expect(readModelName(text, HUB)).toEqual(named);
});

test.for([
  ['https://huggingface.co/datasets/you/words', /one of the hub's datasets; a model was expected/],
  ['https://huggingface.co/', /not the page of a model/],
  ['https://example.com/you/gpt', /example.com is not https:\/\/huggingface.co. Give the id/],
  ['you/gpt#../../secrets', /"..\/..\/secrets" is not a folder/],
  ['you/gpt#a/../b', /not a folder/],
] as const)('%s is refused', ([text, message]) => {
  expect(() => readModelName(text, HUB)).toThrow(message);
});

test('the pages of a mirror are read', () => {
  expect(readModelName('https://mirror.example/you/gpt', 'https://mirror.example')).toEqual({
    id: 'you/gpt',
  });
});
