import { describe, expect, test } from 'vitest';
import { eventually, resetPage, showDog, showHead } from '../testing/lens.js';

resetPage();

describe('the vectors of a head', () => {
  test('are those of the recording, and where there are none the promise says so', async () => {
    const lens = await showHead({ src: '/traces/john-smith.json' });
    await eventually(() => expect(lens.status).toBe('ready'));
    const vectors = await lens.vectors(5, 5);
    expect(vectors.parts).toEqual(['q', 'k']);
    expect(vectors.vectors('q', 5, 5)).toHaveLength(9 * 64);
    await expect(lens.vectors(12, 0)).rejects.toMatchObject({ name: 'TraceError' });
    await expect((await showDog()).vectors(0, 0)).rejects.toThrow('no vectors were recorded');
  });
});
