import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../../runtime/trace/index.js';
import {
  cell,
  colourAt,
  DOG_2,
  eventually,
  inkRamp,
  press,
  resetPage,
  said,
  showDog,
  showHead,
  violations,
} from '../testing/lens.js';

resetPage();

describe('the stages of attention', () => {
  const johnSmith = { src: '/traces/john-smith.json', token: 8 };
  const stage = (name: string) => `[part=stage] [data-value=${name}]`;

  test('lead from the scores of a recording to its weights', async () => {
    const lens = await showHead(johnSmith);
    await eventually(() => expect(lens.status).toBe('ready'));
    await press(lens, stage('masked'));
    expect(lens.stage).toBe('masked');
    await eventually(() =>
      expect(cell(lens, '.matrix', 8, 2).ariaLabel).toMatch(/^second Smith, is: score /),
    );
    const row = Array.from({ length: 9 }, (_, key) => {
      const label = cell(lens, '.matrix', 8, key).ariaLabel ?? '';
      return Math.exp(Number(/score (.*)$/.exec(label)?.[1]?.replace('−', '-')));
    });
    const sum = row.reduce((all, one) => all + one);
    const weights = lens.shown?.attention(5, 5).subarray(72, 81) ?? [];
    for (const [key, weight] of [...weights].entries()) {
      expect(Math.abs((row[key] ?? 9) / sum - weight)).toBeLessThan(0.02);
    }
    expect(cell(lens, '.matrix', 2, 8).ariaLabel).toMatch('masked, the future');
    expect(said(lens, '.ramp')).toMatch('linear scale');
    await press(lens, stage('scores'));
    await eventually(() => expect(cell(lens, '.matrix', 2, 8).ariaLabel).toMatch(/score/));
    expect(await violations(lens)).toEqual([]);
    await press(lens, stage('softmax'));
    await lens.updateComplete;
    expect(cell(lens, '.matrix', 8, 2).ariaLabel).toBe('second Smith reads is: 73.9 %');
  });

  test('colour the largest score darkest, and without the first token mask its column', async () => {
    const lens = await showHead({ ...johnSmith, stage: 'masked' });
    inkRamp(lens);
    await eventually(() => expect(colourAt(lens, '.matrix', 8, 2)).toEqual([0, 0, 0, 255]));
    const [first = 0] = colourAt(lens, '.matrix', 4, 0);
    expect(first).toBeLessThan(160);
    await userEvent.hover(cell(lens, '.matrix', 8, 2));
    await lens.updateComplete;
    expect(said(lens, '.readout')).toMatch(/q·k \/ √d = .* sums to 100 % after softmax$/);
    lens.ignoreFirst = true;
    await eventually(() => expect(cell(lens, '.matrix', 4, 0).ariaLabel).toMatch('left out'));
  });

  test('are not offered where there are no scores, and asked for all the same, that is said', async () => {
    const lens = await showDog({ stage: 'scores' });
    expect(lens.renderRoot.querySelector('[part=stage]')).toBe(null);
    expect(said(lens, '.head .aside')).toMatch('This recording has no scores');
    expect(cell(lens, '.matrix', DOG_2, 2).ariaLabel).toMatch('84.4 %');
  });

  test('whose file cannot be loaded leave the weights, and say why', async () => {
    const trace = parseTrace({
      ...dog,
      qkv: { url: '/not-there.bin', encoding: 'f16', parts: ['q', 'k'] },
    });
    const lens = await showHead({ trace, stage: 'scores' });
    await eventually(() =>
      expect(said(lens, '.head .aside')).toMatch(/^The scores cannot be had\./),
    );
    expect(cell(lens, '.matrix', DOG_2, 2).ariaLabel).toMatch('84.4 %');
  });
});
