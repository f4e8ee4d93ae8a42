import { expect, test } from 'vitest';
import { nameOfFolder } from './name-of-folder.js';

const COMMIT = '607a30d783dfa663caf39e06633721c8d4cfcd7e';

test.for([
  ['/data/my-gpt', { name: 'my-gpt', source: 'my-gpt' }],
  ['/data/my--gpt/checkpoint-500', { name: 'checkpoint-500', source: 'checkpoint-500' }],
  [
    `/cache/hub/models--openai-community--gpt2/snapshots/${COMMIT}`,
    { name: 'gpt2', source: 'Hugging Face, openai-community/gpt2', commit: COMMIT },
  ],
  [
    `/cache/hub/models--you--gpt/snapshots/${COMMIT}/runs/small`,
    { name: 'gpt-runs-small', source: 'Hugging Face, you/gpt#runs/small', commit: COMMIT },
  ],
  [`/cache/hub/models--gpt2/snapshots/${COMMIT}`, { name: 'gpt2', source: 'gpt2', commit: COMMIT }],
  [
    `/cache/attention-lens/you--gpt/${COMMIT}`,
    { name: 'gpt', source: 'Hugging Face, you/gpt', commit: COMMIT },
  ],
] as const)('%s', ([folder, named]) => {
  expect(nameOfFolder(folder)).toEqual(named);
});
