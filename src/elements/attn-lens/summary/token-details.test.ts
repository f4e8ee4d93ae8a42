import { describe, expect, test } from 'vitest';
import { randomTrace } from '../../../runtime/trace/testing/random-trace.js';
import { DOG_2, find, press, resetPage, said, showDog, showHead } from '../testing/lens.js';

resetPage();

describe('a token', () => {
  test('says its position and id, and its bytes when asked', async () => {
    const lens = await showDog({ token: DOG_2 });
    expect(said(lens, '.details')).toBe('bytes position 10 · id 3290');
    const height = find(lens, '.details').offsetHeight;
    await press(lens, '[part=bytes]');
    await lens.updateComplete;
    expect(said(lens, '.details code')).toBe('20 64 6f 67');
    expect(find(lens, '.details').offsetHeight).toBe(height);
  });

  test('that is a part of a character has bytes alone; line breaks and tabs have names', async () => {
    const trace = randomTrace({ queries: 4 });
    const tokens = [
      { id: 12520, bytes: '20f09f' },
      { id: 99, bytes: 'a684' },
      { id: 198, text: '\n' },
      { id: 197, text: '\t' },
    ];
    Object.assign(trace, { tokens, keys: tokens });
    const lens = await showHead({ trace, token: 0 });
    await press(lens, '[part=bytes]');
    await lens.updateComplete;
    expect(said(lens, '.details code')).toBe('20 f0 9f');
    const names = [...lens.renderRoot.querySelectorAll('.chip')].map((chip) => chip.ariaLabel);
    expect(names[2]).toMatch(/^line break, 3 of 4/);
    expect(names[3]).toMatch(/^tab, 4 of 4/);
  });
});
