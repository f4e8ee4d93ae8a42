import { describe, expect, test, vi } from 'vitest';
import { find, resetPage, sentence } from '../testing/lens.js';
import { resetAddress, showPinned } from '../testing/pinned-lens.js';

resetAddress();
resetPage();

describe('the address', () => {
  test('holds what the reader chose, and another lens takes it from there', async () => {
    const lens = await showPinned({ address: 'a', token: null });
    find(lens, '[data-side=token] [data-index="10"]').click();
    lens.renderRoot.querySelector<HTMLInputElement>('[role=switch]')?.click();
    await vi.waitFor(() => expect(location.hash).toMatch(/a=.*layer:5;head:5.*token:10/));
    const again = await showPinned({ address: 'a', layer: 0, head: 0, token: null });
    expect(again.selection).toMatchObject({ layer: 5, head: 5, token: 10 });
    expect(again.ignoreFirst).toBe(true);
    expect(sentence(again)).toBe(sentence(lens));
  });

  test.each(['tête', 'my lens', 'a&b', 'a=b', '100%', '#', '+', 'レンズ', '👩‍👧', 'half \ud800'])(
    'keeps one state under the name %s, and reads it',
    async (address) => {
      history.replaceState(null, '', '#section-2');
      const lens = await showPinned({ address, token: null });
      for (const token of [10, 3]) {
        find(lens, `[data-side=token] [data-index="${token}"]`).click();
        await vi.waitFor(() => expect(location.hash).toMatch(`token:${token}`));
      }
      expect(location.hash).toMatch(/^#section-2&[^&]+$/);
      const again = await showPinned({ address, layer: 0, head: 0, token: null });
      expect(again.selection).toMatchObject({ layer: 5, head: 5, token: 3 });
      const linked = await showPinned({ address: '', id: address, layer: 0, head: 0, token: null });
      expect(linked.selection).toMatchObject({ layer: 5, head: 5, token: 3 });
    },
  );

  test('that an earlier version wrote is read', async () => {
    history.replaceState(null, '', '#a&b=layer:4;head:10&a&b=layer:4;head:11;token:3');
    const lens = await showPinned({ address: 'a&b' });
    expect(lens.selection).toMatchObject({ layer: 4, head: 11, token: 3 });
  });

  test('is left alone where the page does not ask, and while nothing was chosen', async () => {
    find(await showPinned({ token: null }), '[data-side=token] [data-index="3"]').click();
    await showPinned({ address: 'b' });
    expect(location.hash).toBe('');
  });

  test('keeps what others have in it, and survives their writing', async () => {
    history.replaceState(null, '', '#sandbox=q:1,2');
    const lens = await showPinned({ address: 'c' });
    find(lens, '[data-side=token] [data-index="3"]').click();
    await vi.waitFor(() => expect(location.hash).toMatch('c='));
    expect(location.hash).toMatch('sandbox=q:1,2');
    history.replaceState(null, '', `#${new URLSearchParams(location.hash.slice(1))}`);
    const again = await showPinned({ address: 'c', layer: 0, token: null });
    expect(again.selection).toMatchObject({ layer: 5, head: 5, token: 3 });
  });

  test('that changes is followed', async () => {
    const lens = await showPinned({ address: 'd' });
    location.hash = '#d=layer:4;head:11;token:3';
    await vi.waitFor(() => expect(lens.selection).toMatchObject({ layer: 4, head: 11, token: 3 }));
  });
});
