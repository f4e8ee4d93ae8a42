// The card as a whole: what it shows at first, for everyone, in any width, and what a move costs.

// cspell:ignore Donaudampfschifffahrtsgesellschaft

import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  at,
  click,
  eventually,
  find,
  handle,
  overhang,
  press,
  resetPage,
  show,
  text,
  violations,
} from './testing/sandbox.js';

resetPage();

describe('axe finds nothing', () => {
  test.each(['light', 'dark'])('in the %s theme, everything open', async (scheme) => {
    document.body.style.cssText = `color-scheme: ${scheme}; background: Canvas`;
    const sandbox = await show({ dimension: '64', causal: '', goal: 'k3 > .8', lock: 'k1' });
    await eventually(() => find(sandbox, '.dimension'));
    await click(sandbox, 'Take it from GPT-2 …');
    await eventually(() => find(sandbox, '[data-do=take]'));
    expect(await violations(sandbox)).toEqual([]);
    await click(sandbox, 'Take it');
    await eventually(() => find(sandbox, '.origin'));
    expect(await violations(sandbox)).toEqual([]);
  });

  test('when a scene cannot be read', async () => {
    expect(await violations(await show({ scene: '{' }))).toEqual([]);
  });
});

describe('the default scene', () => {
  test('has the scores and weights that follow from its vectors', async () => {
    const sandbox = await show();
    const { query, tokens } = sandbox.scene;
    const scores = tokens.map(({ key }) => query[0] * key[0] + query[1] * key[1]);
    const powers = scores.map((score) => Math.exp(score / Math.SQRT2));
    const sum = powers.reduce((total, power) => total + power);
    sandbox.weights.forEach((weight, index) => {
      expect(weight).toBeCloseTo((powers[index] ?? 0) / sum, 12);
    });
    expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
    const rows = [...sandbox.renderRoot.querySelectorAll('tbody tr')];
    expect(rows.map((row) => row.querySelector('.score')?.textContent)).toEqual([
      'q·k 0.99',
      'q·k 0.18',
      'q·k −1.02',
    ]);
    expect(text(sandbox, '.formula')).toBe(
      'softmax((0.99, 0.18, −1.02) / 1.41) = (0.55, 0.31, 0.13) out = 0.55 v1 + 0.31 v2 + 0.13 v3 = (0.18, −0.24)',
    );
    expect(text(sandbox, '.sentence')).toBe(
      'q·k is the largest for k1, so v1 has the most say in out.',
    );
    expect(text(sandbox, '.dial label')).toBe('scale 1.41 = √2, the right one for two dimensions');
  });

  test('is drawn where its numbers say: arrows, diamonds, out, links as thick as weights', async () => {
    const sandbox = await show();
    await eventually(() => {
      const { width } = find<SVGSVGElement>(sandbox, 'svg.plane').viewBox.baseVal;
      expect(width).toBe(Math.round(find(sandbox, '.frame').clientWidth));
    });
    const { width, height } = find<SVGSVGElement>(sandbox, 'svg.plane').viewBox.baseVal;
    const unit = (Math.min(width, height) / 2 - 30) / 1.5;
    const grip = (id: string) => {
      const circle = handle(sandbox, id).querySelector('circle') as SVGCircleElement;
      return [circle.cx.baseVal.value, circle.cy.baseVal.value];
    };
    const place = ([x, y]: readonly [number, number]) => [
      width / 2 + unit * x,
      height / 2 - unit * y,
    ];
    const near = (found: number[], expected: number[]) =>
      found.forEach((value, index) => {
        expect(Math.abs(value - (expected[index] ?? Number.NaN))).toBeLessThan(0.1);
      });
    near(grip('q'), place([1, 0.5]));
    near(grip('k3'), place([-0.9, -0.24]));
    near(grip('v2'), place([-0.8, 0.9]));
    const links = [...sandbox.renderRoot.querySelectorAll('.link')];
    const widths = links.map((link) => Number(link.getAttribute('stroke-width')));
    widths.forEach((thickness, index) => {
      expect(thickness).toBeCloseTo(0.75 + 7 * (sandbox.weights[index] ?? 0), 1);
    });
    const end = links[0]?.getAttribute('d')?.split('L')[1]?.split(' ').map(Number) ?? [];
    near(end, place(sandbox.output ?? [Number.NaN, Number.NaN]));
  });

  test('property: any scene has softmax weights, out in the hull, and the same numbers when turned', async () => {
    const sandbox = await show();
    const coordinate = fc.double({ min: -1.4, max: 1.4, noNaN: true });
    const point = fc.tuple(coordinate, coordinate);
    const scene = fc.record({
      query: point,
      tokens: fc.array(fc.record({ key: point, value: point }), { minLength: 2, maxLength: 6 }),
      scale: fc.double({ min: 0.1, max: 20, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(scene, fc.double({ min: -4, max: 4, noNaN: true }), async (given, angle) => {
        const turn = ([x, y]: readonly [number, number]): [number, number] => [
          Math.cos(angle) * x - Math.sin(angle) * y,
          Math.sin(angle) * x + Math.cos(angle) * y,
        ];
        sandbox.scene = given;
        await sandbox.updateComplete;
        const { scores, weights, output, gradient } = sandbox.numbers;
        expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 9);
        for (const [i, a] of scores.entries()) {
          for (const [j, b] of scores.entries()) {
            const ratio = (weights[i] ?? 0) - (weights[j] ?? 0) * Math.exp((a - b) / given.scale);
            if (a <= b) expect(ratio).toBeCloseTo(0, 9);
          }
        }
        for (let step = 0; step < 32; step++) {
          const [dx, dy] = [Math.cos((step * Math.PI) / 16), Math.sin((step * Math.PI) / 16)];
          const furthest = Math.max(...given.tokens.map(({ value: [x, y] }) => dx * x + dy * y));
          expect(dx * (output?.[0] ?? 9) + dy * (output?.[1] ?? 9)).toBeLessThanOrEqual(
            furthest + 1e-9,
          );
        }
        sandbox.scene = {
          ...given,
          query: turn(given.query),
          tokens: given.tokens.map(({ key, value }) => ({ key: turn(key), value: turn(value) })),
        };
        await sandbox.updateComplete;
        const turned = sandbox.numbers;
        turned.weights.forEach((weight, index) => {
          expect(weight).toBeCloseTo(weights[index] ?? 0, 9);
        });
        expect(turned.gradient).toBeCloseTo(gradient, 9);
        expect(Math.hypot(...(turned.output ?? []))).toBeCloseTo(Math.hypot(...(output ?? [])), 9);
      }),
      { numRuns: 40 },
    );
  });
});

describe('in the narrowest column nothing sticks out', () => {
  const named = (name: string) => ({ name, key: [1e6, -1e6], value: [1e6, 0] });

  test.each([
    ['as it starts', { dimension: '512' }],
    ['six tokens, masked', { tokens: '6', causal: '' }],
    [
      'long names',
      { tokens: 'incomprehensibilities the antidisestablishmentarianism', causal: '' },
    ],
    [
      'numbers as large as they may be',
      { scene: JSON.stringify({ query: [-1e6, 1e6], tokens: ['a', 'b', 'c'].map(named) }) },
    ],
    ['a scene that cannot be read', { scene: `{"query": "${'x'.repeat(200)}"}` }],
    ['a title of one long word', { label: 'Donaudampfschifffahrtsgesellschaft' }],
  ])('%s', async (_, attributes) => {
    document.body.style.width = '248px';
    const sandbox = await show(attributes as Record<string, string>);
    expect(overhang(sandbox)).toEqual([]);
  });

  test.each(['en', 'de'])('real numbers, in %s', async (lang) => {
    document.body.style.width = '248px';
    const sandbox = await show({ lang });
    await sandbox.takeFromGpt2({ layer: 5, head: 5, token: 8 });
    await sandbox.updateComplete;
    find(sandbox, '[data-do=gpt2]').click();
    await eventually(() => find(sandbox, '[data-do=take]'));
    expect(overhang(sandbox)).toEqual([]);
    // What is said of the other keys keeps clear of their bar.
    const words = document.createRange();
    words.selectNodeContents(find(sandbox, '.rest th'));
    const bar = find(sandbox, '.rest svg').getBoundingClientRect();
    expect(bar.left - words.getBoundingClientRect().right).toBeGreaterThan(4);
  });
});

describe('moving', () => {
  test('makes no nodes, at six tokens, while numbers, curves and sentences change', async () => {
    const sandbox = await show({ tokens: '6', goal: 'k3 > .5' });
    await press(sandbox, 'q', '{ArrowLeft}');
    const made: Node[] = [];
    const observer = new MutationObserver((records) => {
      for (const { addedNodes } of records) made.push(...addedNodes);
    });
    observer.observe(sandbox.renderRoot, { childList: true, subtree: true });
    const creators = [
      'createElement',
      'createElementNS',
      'createTextNode',
      'createComment',
      'importNode',
    ] as const;
    const spies = creators.map((name) => vi.spyOn(document, name));
    for (const id of ['q', 'k1', 'v4']) {
      await press(sandbox, id, '{Shift>}{ArrowLeft}{ArrowLeft}{ArrowDown}{/Shift}{ArrowUp}');
    }
    expect(observer.takeRecords().flatMap(({ addedNodes }) => [...addedNodes])).toEqual([]);
    expect(made).toEqual([]);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    observer.disconnect();
  });

  test('animates nothing', async () => {
    const sandbox = await show();
    await press(sandbox, 'q', '{ArrowLeft}');
    expect(sandbox.shadowRoot?.getAnimations()).toEqual([]);
  });

  test('added and removed a hundred times, the sandbox still works', async () => {
    const sandbox = await show();
    await press(sandbox, 'q', '{ArrowRight}');
    for (let i = 0; i < 100; i++) {
      sandbox.remove();
      document.body.append(sandbox);
    }
    await sandbox.updateComplete;
    expect(at(sandbox, 'q')).toBe('1.05, 0.50');
    await press(sandbox, 'q', '{ArrowRight}');
    expect(at(sandbox, 'q')).toBe('1.10, 0.50');
  });
});
