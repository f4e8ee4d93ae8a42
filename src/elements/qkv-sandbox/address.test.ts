// The scene in the page's address.

import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { at, eventually, find, press, resetPage, setRange, show, text } from './testing/sandbox.js';

resetPage();

describe('the address', () => {
  test('carries the scene, beside what else is there, and brings it back', async () => {
    history.replaceState(null, '', '#chapter=2');
    const sandbox = await show({ address: 'toy', tokens: 'the café, sat' });
    await press(sandbox, 'k2', '{ArrowRight}');
    await setRange(sandbox, 'scale', 1);
    await userEvent.click(find(sandbox, '[role=switch]'));
    await eventually(() =>
      expect(location.hash).toMatch(/^#chapter=2&toy=q:1,0\.5;.*s:2\.82843;c:1$/),
    );
    const { scene } = sandbox;
    sandbox.remove();
    const again = await show({ address: 'toy' });
    await eventually(() => expect(again.scene.tokens).toEqual(scene.tokens));
    expect(again.scene).toMatchObject({ causal: true, position: 1 });
    expect(again.numbers.scale).toBeCloseTo(scene.scale ?? 0, 4);
  });

  test('of two sandboxes is kept apart, by name or else by id', async () => {
    const [first, second] = [
      await show({ address: '', id: 'one' }),
      await show({ address: 'b c' }),
    ];
    await press(first, 'q', '{ArrowRight}');
    await press(second, 'q', '{ArrowLeft}');
    await eventually(() => expect(location.hash).toMatch(/^#one=q:1\.05,.*&b%20c=q:0\.95,/));
    document.body.replaceChildren();
    const [again, other] = [await show({ address: 'b c' }), await show({ address: '', id: 'one' })];
    await eventually(() => expect(at(again, 'q')).toBe('0.95, 0.50'));
    await eventually(() => expect(at(other, 'q')).toBe('1.05, 0.50'));
  });

  test('holds any name that a reader or a scene can give', async () => {
    const sandbox = await show({ address: '' });
    const names = [
      'aaaaaaaaaaaaaaaaaaaaaaa😀',
      'lone \ud83d',
      'tab\tand\u0001, 100% & <b>',
      ';k:1',
    ];
    sandbox.scene = {
      query: [1, 0],
      tokens: names.map((name) => ({ name, key: [0, 1] })),
    };
    await sandbox.updateComplete;
    await press(sandbox, 'q', '{ArrowRight}');
    await eventually(() => expect(location.hash).toMatch('#sandbox=q:1.05,0;'));
    expect(sandbox.error).toBe(null);
    const kept = sandbox.scene.tokens;
    expect(kept.map(({ name }) => name)).toEqual([
      'aaaaaaaaaaaaaaaaaaaaaaa😀',
      'lone \ufffd',
      'tab and , 100% & <b>',
      ';k:1',
    ]);
    const svg = new DOMParser().parseFromString(await sandbox.toSvg(), 'image/svg+xml');
    expect(svg.querySelector('parsererror')).toBe(null);
    sandbox.remove();
    const again = await show({ address: '' });
    await eventually(() => expect(again.scene.tokens).toEqual(kept));
  });

  test('that names a row which is not available says why', async () => {
    history.replaceState(null, '', '#sandbox=gpt2:5.5.8');
    const heard = vi.fn();
    document.body.addEventListener('attn-error', heard, { once: true });
    const sandbox = await show({ address: '', src: '/not-there.json' });
    await eventually(() => expect(text(sandbox, '[role=alert]')).toMatch('not-there.json'));
    expect(heard).toHaveBeenCalledOnce();
  });

  test('is left alone without the attribute', async () => {
    const sandbox = await show();
    await press(sandbox, 'k2', '{ArrowRight}');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(location.hash).toBe('');
  });

  test('names a row of the recording, and takes it again', async () => {
    history.replaceState(null, '', '#sandbox=gpt2:5.5.8');
    const sandbox = await show({ address: '' });
    await eventually(() => expect(text(sandbox, '.origin')).toBe('GPT-2 small · head 5.5'));
    await press(sandbox, 'q', '{ArrowRight}');
    await eventually(() => expect(location.hash).toMatch(/^#sandbox=q:.*;o:.*;d:64$/));
  });

  test('that says nonsense is refused without harm', async () => {
    history.replaceState(null, '', '#sandbox=q:1,x;t:0,0');
    const sandbox = await show({ address: '' });
    await eventually(() => expect(sandbox.error).toMatchObject({ code: 'scene' }));
    expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
    // The address has what is shown again as soon as something moves, or another link is followed.
    await press(sandbox, 'q', '{ArrowRight}');
    await eventually(() => expect(sandbox.error).toBe(null));
    location.hash = '#sandbox=q:1,x;t:0,0';
    await eventually(() => expect(sandbox.error).toMatchObject({ code: 'scene' }));
    location.hash = '#sandbox=gpt2:5.5.8';
    await eventually(() => expect(text(sandbox, '.origin')).toBe('GPT-2 small · head 5.5'));
    expect(sandbox.error).toBe(null);
  });
});
