import { expect, test } from 'vitest';
import { recordings } from '../../cli/verify/recordings.js';
import { RECORDED_TEXTS } from './recorded-texts.js';

test('the recorded texts are those of the recordings that ship', async () => {
  const traces = await recordings();
  expect(RECORDED_TEXTS).toEqual(traces.map(({ text }) => text));
});
