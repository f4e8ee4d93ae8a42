import { expect, test } from 'vitest';
import { checkpointFolder } from './checkpoint-folder.js';

const given = (...paths: string[]) =>
  paths.map((path) => ({ path, file: new File([], path.slice(path.lastIndexOf('/') + 1)) }));

const found = (...paths: string[]) => {
  const { name, files } = checkpointFolder(given(...paths));
  return [name, files.map((file) => file.name)];
};

test('the files beside the uppermost config.json are the checkpoint', () => {
  expect(found('gpt2/config.json', 'gpt2/model.safetensors', 'gpt2/onnx/config.json')).toEqual([
    'gpt2',
    ['config.json', 'model.safetensors'],
  ]);
  expect(found('out/log.txt', 'out/last/config.json')).toEqual(['last', ['config.json']]);
  expect(found('config.json', 'model.safetensors')).toEqual([
    '',
    ['config.json', 'model.safetensors'],
  ]);
});

test('without a config.json the uppermost files tell what it is', () => {
  expect(found('lora/adapter_config.json', 'lora/more/x.txt')).toEqual([
    'lora',
    ['adapter_config.json'],
  ]);
});

test('two checkpoints are refused, and so is nothing', () => {
  expect(() => found('runs/1/config.json', 'runs/2/config.json')).toThrow(
    /in "runs\/1" and one in "runs\/2".*one checkpoint/,
  );
  expect(() => found()).toThrow(/no files/);
});
