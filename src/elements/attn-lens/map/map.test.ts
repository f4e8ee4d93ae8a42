// cspell:ignore Kopf Ruhepunkt Schicht

import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { FAMOUS, type Finder, scoreHeads } from '../../../runtime/heads/index.js';
import { parseTrace } from '../../../runtime/trace/index.js';
import { randomTrace } from '../../../runtime/trace/testing/random-trace.js';
import { finderWords } from '../../shared/finder-words.js';
import { scoreText } from '../../shared/score-text.js';
import { words } from '../attn-lens.terms.js';
import {
  cell,
  DOG_2,
  evenTrace,
  eventually,
  find,
  ink,
  resetPage,
  said,
  showDog,
  showHead,
} from '../testing/lens.js';

resetPage();

describe('the map', () => {
  test('has the average of each layer, whose rows sum to 1', async () => {
    const lens = await showDog();
    await userEvent.click(cell(lens, '.map', 5, 12));
    await lens.updateComplete;
    expect(lens.average).toBe(true);
    expect(cell(lens, '.map', 5, 12)).toMatchObject({
      ariaSelected: 'true',
      ariaLabel: 'layer 5, average of its heads',
    });
    const trace = parseTrace(dog);
    const mean =
      Array.from({ length: 12 }, (_, head) => trace.attention(5, head)[DOG_2 * 17 + 2] ?? 0).reduce(
        (sum, weight) => sum + weight,
      ) / 12;
    const value = Number(/([\d.]+) %$/.exec(cell(lens, '.matrix', DOG_2, 2).ariaLabel ?? '')?.[1]);
    expect(Math.abs(value / 100 - mean)).toBeLessThan(0.001);
    await userEvent.hover(cell(lens, '.matrix', DOG_2, 2));
    await lens.updateComplete;
    expect(said(lens, '.readout')).toMatch('sums to 100 %');
    await userEvent.selectOptions(find(lens, '[data-which=head]'), '5');
    await lens.updateComplete;
    expect(lens.average).toBe(false);
  });

  test.each([
    [4, 4],
    [24, 16],
    [1, 1],
  ])('shows a model of %i layers of %i heads', async (layers, heads) => {
    const lens = await showHead({ trace: randomTrace({ layers, heads, queries: 6 }) });
    const columns = heads > 1 ? heads + 1 : 1;
    expect(lens.renderRoot.querySelectorAll('.map [role=gridcell]')).toHaveLength(layers * columns);
    expect(find(lens, '.map').offsetWidth).toBeLessThanOrEqual(lens.offsetWidth);
    expect(ink(lens, '.map')).toBeGreaterThan(100);
  });

  test('says what a head is known for before a reader comes near, as its finder does', async () => {
    const trace = parseTrace(dog);
    const lens = await showHead({ trace });
    expect(cell(lens, '.map', 4, 11).ariaLabel).toBe('layer 4, head 11, previous-token head >.99');
    expect(cell(lens, '.map', 5, 1).ariaLabel).toMatch(/^layer 5, head 1, attention sink \.9\d$/);
    expect(cell(lens, '.map', 4, 12).ariaLabel).toBe('layer 4, average of its heads');
    for (const ignoreFirst of [false, true]) {
      lens.ignoreFirst = ignoreFirst;
      await lens.updateComplete;
      const [previous, sink] = ['previous', 'sink'].map((id) => {
        const finder = FAMOUS.find((one) => one.id === id) as Finder;
        return scoreHeads(trace, finder, { ignoreFirst }) ?? [];
      });
      const expected = previous?.map(({ layer, head, score }, at) => {
        const [rests, name] = [sink?.[at]?.score ?? 0, `layer ${layer}, head ${head}`];
        const [most, is] =
          rests > score ? [rests, 'attention sink'] : [score, 'previous-token head'];
        return most < 0.5 ? name : `${name}, ${is} ${scoreText(most)}`;
      });
      const labels = [...lens.renderRoot.querySelectorAll('.map [role=gridcell]')].map(
        ({ ariaLabel }) => ariaLabel,
      );
      expect(labels.filter((label) => !label?.includes('average'))).toEqual(expected);
    }
  });

  test('of many long heads draws some in a frame, until all are there with their names', async () => {
    const lens = await showHead({ trace: evenTrace(512, 24, 0.9) });
    const nameOf = (head: number) => cell(lens, '.map', 0, head).ariaLabel;
    expect(nameOf(1)).toMatch('attention sink');
    expect(nameOf(23)).toBe('layer 0, head 23');
    const drawn = ink(lens, '.map');
    await eventually(() => expect(nameOf(23)).toMatch('attention sink'));
    expect(ink(lens, '.map')).toBeGreaterThan(1.5 * drawn);
  });

  test('calls heads as their finders do, in every language', async () => {
    const known = () => ['previous', 'sink'].map((id) => words.traits[id as 'previous' | 'sink']);
    const named = () =>
      FAMOUS.filter(({ id }) => id !== 'decisive').map((finder) => finderWords(finder).headName);
    expect(known()).toEqual(named());
    document.documentElement.lang = 'de';
    const lens = await showDog({ finder: 'sink' });
    await eventually(() =>
      expect(cell(lens, '.map', 5, 1).ariaLabel).toMatch(/^Schicht 5, Kopf 1, Ruhepunkt/),
    );
    const withFinder = cell(lens, '.map', 5, 1).ariaLabel;
    lens.finder = null;
    await lens.updateComplete;
    expect(cell(lens, '.map', 5, 1).ariaLabel).toBe(withFinder);
    document.documentElement.lang = 'en';
  });
});
