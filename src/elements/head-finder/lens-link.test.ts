import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import visualization from '../../../traces/data-visualization.json' with { type: 'json' };
import dog from '../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../runtime/trace/index.js';
import { AttnLens } from '../attn-lens/attn-lens.js';
import { addFinder, addLens, look, resetPage, said } from './testing/finder.js';

resetPage();

describe('the lens it drives', () => {
  test('is the one that `for` names, of two', async () => {
    const [first, second] = [await addLens({ id: 'one' }), await addLens({ id: 'two' })];
    const finder = await addFinder({ for: 'one' });
    await look(finder, 'previous');
    expect(first).toMatchObject({ layer: 4, head: 11 });
    expect(second).toMatchObject({ layer: 0, head: 0 });
    finder.for = 'two';
    await finder.updateComplete;
    expect(second).toMatchObject({ layer: 4, head: 11 });
  });

  test('is else the nearest: of its own section, and the last before it', async () => {
    const far = await addLens();
    const section = document.createElement('section');
    document.body.append(section);
    const [before, near, after] = [await addLens(), await addLens(), await addLens()];
    const finder = await addFinder();
    section.append(before, near, finder, after);
    await finder.updateComplete;
    await look(finder, 'previous');
    expect([far, before, near, after].map(({ layer }) => layer)).toEqual([0, 0, 4, 0]);
  });

  test('may come later, get its id later, and be taken away', async () => {
    const finder = await addFinder({ for: 'late', behaviour: 'previous' }, '');
    expect(said(finder, '.nothing')).toMatch('no lens with the id “late”');
    const lens = await addLens();
    await finder.updateComplete;
    expect(finder.status).toBe('empty');
    lens.id = 'late';
    await vi.waitFor(() => expect(finder.status).toBe('ready'));
    await finder.updateComplete;
    expect(lens).toMatchObject({ layer: 4, head: 11 });
    lens.remove();
    await vi.waitFor(() => expect(finder.status).toBe('empty'));
    expect(finder.results).toBe(null);
  });

  test('is followed to another text and setting, and not dragged back from where the reader went', async () => {
    const lens = await addLens();
    const finder = await addFinder({ behaviour: 'sink' });
    expect(lens).toMatchObject({ layer: 7, head: 2 });
    lens.trace = parseTrace(visualization);
    await vi.waitFor(() => expect(lens).toMatchObject({ layer: 6, head: 9 }));
    lens.layer = 3;
    await lens.updateComplete;
    lens.trace = parseTrace(dog);
    await lens.updateComplete;
    await vi.waitFor(() => expect(finder.results?.shown).toMatchObject({ layer: 7, head: 2 }));
    expect(lens.layer).toBe(3);
    await look(finder, 'previous');
    expect(lens).toMatchObject({ layer: 4, head: 11 });
    lens.ignoreFirst = true;
    await lens.updateComplete;
    await finder.updateComplete;
    expect(said(finder, '.whose')).toMatch('The first token is left out, as in the lens.');
  });

  test('may have another tag, defined after the finder', async () => {
    document.body.innerHTML = '<late-lens id="late"></late-lens>';
    const finder = await addFinder({ for: 'late', behaviour: 'previous' });
    expect(finder.status).toBe('empty');
    customElements.define('late-lens', class extends AttnLens {});
    const lens = document.querySelector('late-lens') as AttnLens;
    lens.trace = parseTrace(dog);
    await vi.waitFor(() => expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 }));
  });

  test('may stand in the same shadow root, or in the page around that of the finder', async () => {
    const root = document.createElement('div');
    document.body.append(root);
    const [outer, inner] = [await addLens({ id: 'outer' }), await addLens({ id: 'inner' })];
    const finders = [await addFinder({ for: 'outer' }), await addFinder({ for: 'inner' })];
    root.attachShadow({ mode: 'open' }).append(inner, ...finders);
    for (const finder of finders) {
      await finder.updateComplete;
      finder.behaviour = 'previous';
      await finder.updateComplete;
    }
    expect([outer, inner].map(({ layer }) => layer)).toEqual([4, 4]);
  });

  test('leaves the average of a layer, for a head is what was found', async () => {
    const lens = await addLens({ average: true });
    const finder = await addFinder({ behaviour: 'previous' });
    expect(lens).toMatchObject({ layer: 4, head: 11, average: false });
    lens.average = true;
    await lens.updateComplete;
    await finder.updateComplete;
    expect(lens.average).toBe(true);
    await look(finder, 'previous');
    expect(lens.average).toBe(false);
  });

  test('stays where the page has locked it, and shows what was found all the same', async () => {
    const lens = await addLens({ layer: 4, lock: 'layer' });
    const finder = await addFinder({ behaviour: 'sink' });
    expect(finder.results?.shown).toMatchObject({ layer: 7, head: 2 });
    expect(lens).toMatchObject({ layer: 4, head: 0 });
    await look(finder, 'previous');
    expect(lens).toMatchObject({ layer: 4, head: 11 });
    lens.lock = 'head';
    await lens.updateComplete;
    await look(finder, 'decisive');
    expect(lens).toMatchObject({ layer: 4, head: 11 });
  });

  test('may be none: src alone is enough', async () => {
    const lens = await addLens();
    const finder = await addFinder({ src: '/traces/dog.json' });
    await vi.waitFor(() => expect(finder.matches(':state(ready)')).toBe(true));
    await look(finder, 'previous');
    expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 });
    expect(lens).toMatchObject({ layer: 0, head: 0 });
  });

  test('costs the finder nothing while the reader hovers', async () => {
    const lens = await addLens();
    const finder = await addFinder({ behaviour: 'previous' });
    const update = vi.spyOn(finder, 'requestUpdate');
    await userEvent.hover(lens.renderRoot.querySelector('.chip') as HTMLElement);
    await lens.updateComplete;
    expect(update).not.toHaveBeenCalled();
  });
});
