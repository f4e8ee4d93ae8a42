// cspell:ignore Donaudampfschifffahrtsgesellschaft

import axe from 'axe-core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../traces/dog.json' with { type: 'json' };
import johnSmith from '../../../traces/john-smith.json' with { type: 'json' };
import { parseTrace, type QkvVectors, readQkv, Trace } from '../../runtime/trace/index.js';
import type { SandboxNumbers } from './events.js';
import '../attn-lens/attn-lens.js';
import type { QkvSandbox } from './qkv-sandbox.js';
import './qkv-sandbox.js';

beforeEach(() => userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } }));

afterEach(() => {
  document.body.replaceChildren();
  document.body.removeAttribute('style');
  document.body.removeAttribute('dir');
  history.replaceState(null, '', location.pathname + location.search);
  vi.restoreAllMocks();
});

/** Far longer than it takes: a busy machine must not fail a test. */
const eventually = (check: () => void) => vi.waitFor(check, 30_000);

async function show(attributes: Record<string, string> = {}, content = ''): Promise<QkvSandbox> {
  const sandbox = document.createElement('qkv-sandbox');
  for (const [name, value] of Object.entries(attributes)) sandbox.setAttribute(name, value);
  sandbox.innerHTML = content;
  document.body.append(sandbox);
  await sandbox.updateComplete;
  return sandbox;
}

function find<E extends HTMLElement | SVGElement = HTMLElement>(
  sandbox: QkvSandbox,
  selector: string,
): E {
  const element = sandbox.renderRoot.querySelector<E>(selector);
  if (!element) throw new Error(`The sandbox has no ${selector}.`);
  return element;
}

const text = (sandbox: QkvSandbox, selector: string) =>
  find(sandbox, selector)
    .textContent?.replace(/[\u2068\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
const handle = (sandbox: QkvSandbox, id: string) =>
  find<SVGElement>(sandbox, `[data-handle=${id}]`);
const at = (sandbox: QkvSandbox, id: string) => handle(sandbox, id).ariaValueText ?? '';
const coordinates = (sandbox: QkvSandbox, id: string) =>
  at(sandbox, id).replaceAll('−', '-').split(', ').map(Number) as [number, number];
const button = (sandbox: QkvSandbox, name: string) => {
  const found = [...sandbox.renderRoot.querySelectorAll('button')].find(
    ({ textContent, ariaLabel }) => (ariaLabel ?? textContent?.trim()) === name,
  );
  if (!found) throw new Error(`The sandbox has no button ${name}.`);
  return found;
};

async function press(sandbox: QkvSandbox, id: string, keys: string): Promise<void> {
  handle(sandbox, id).focus();
  await userEvent.keyboard(keys);
  await sandbox.updateComplete;
}

async function click(sandbox: QkvSandbox, name: string): Promise<void> {
  await userEvent.click(button(sandbox, name));
  await sandbox.updateComplete;
}

function setRange(sandbox: QkvSandbox, id: string, value: number): Promise<boolean> {
  const input = find<HTMLInputElement>(sandbox, `#${id}`);
  input.value = String(value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return sandbox.updateComplete;
}

/** What reaches beyond the card's edge, but for pictures and what is scrolled. */
function overhang(sandbox: QkvSandbox): string[] {
  const edge = find(sandbox, '.card').getBoundingClientRect().right + 0.5;
  return [...sandbox.renderRoot.querySelectorAll('.card *:not(svg *)')]
    .filter((element) => element.getBoundingClientRect().right > edge)
    .map(({ outerHTML }) => outerHTML.slice(0, 120));
}

async function violations(sandbox: QkvSandbox): Promise<string[]> {
  const { violations: found } = await axe.run(sandbox, { rules: { region: { enabled: false } } });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

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

describe('the keyboard', () => {
  test.each(['ltr', 'rtl'])(
    'moves every object, says its coordinates, and the page hears all numbers: %s',
    async (dir) => {
      document.body.dir = dir;
      const sandbox = await show({ tokens: '6' });
      const ids = [
        'q',
        ...[1, 2, 3, 4, 5, 6].map((n) => `k${n}`),
        ...[1, 2, 3, 4, 5, 6].map((n) => `v${n}`),
      ];
      const heard: SandboxNumbers[] = [];
      sandbox.addEventListener('attn-change', ({ numbers }) => heard.push(numbers));
      for (const id of ids) {
        const [x, y] = coordinates(sandbox, id);
        await press(sandbox, id, '{ArrowRight}{ArrowDown}');
        expect(coordinates(sandbox, id)).toEqual([
          Math.round(100 * (x + 0.05)) / 100 || 0,
          Math.round(100 * (y - 0.05)) / 100 || 0,
        ]);
      }
      expect(heard).toHaveLength(2 * ids.length);
      expect(heard.at(-1)).toMatchObject({ scene: sandbox.scene, weights: sandbox.weights });
      expect(handle(sandbox, 'q').ariaLabel).toBe('query q');
      expect(handle(sandbox, 'k2').ariaLabel).toBe('key k2');
    },
  );

  test('with Shift goes far, with Alt turns and stretches', async () => {
    const sandbox = await show();
    await press(sandbox, 'q', '{Shift>}{ArrowLeft}{/Shift}');
    expect(at(sandbox, 'q')).toBe('0.50, 0.50');
    const length = () => Math.hypot(...sandbox.scene.query);
    const angle = () => Math.atan2(sandbox.scene.query[1], sandbox.scene.query[0]);
    const [before, from] = [length(), angle()];
    await press(sandbox, 'q', '{Alt>}{ArrowLeft}{/Alt}');
    expect(length()).toBeCloseTo(before, 9);
    expect(angle() - from).toBeCloseTo(Math.PI / 36, 9);
    await press(sandbox, 'q', '{Alt>}{ArrowUp}{ArrowUp}{/Alt}');
    expect(length() / before).toBeCloseTo(1.05 ** 2, 9);
    expect(angle() - from).toBeCloseTo(Math.PI / 36, 9);
  });

  test('brings nothing out of reach', async () => {
    const sandbox = await show();
    await press(sandbox, 'v1', '{Shift>}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{/Shift}');
    expect(at(sandbox, 'v1')).toBe('1.50, −0.70');
    for (let i = 0; i < 30; i++) await press(sandbox, 'q', '{Alt>}{Shift>}{ArrowUp}{/Shift}{/Alt}');
    expect(Math.max(...sandbox.scene.query.map(Math.abs))).toBeCloseTo(1.5, 9);
    expect(sandbox.scene.query[1] / sandbox.scene.query[0]).toBeCloseTo(0.5, 9);
    const frame = find(sandbox, '.frame').getBoundingClientRect();
    for (const id of ['q', 'v1']) {
      const box = (handle(sandbox, id).querySelector('circle') as Element).getBoundingClientRect();
      expect(box.left).toBeGreaterThanOrEqual(frame.left);
      expect(box.right).toBeLessThanOrEqual(frame.right);
    }
  });

  test.each(['ltr', 'rtl'])('arrows point where they point on the screen: %s', async (dir) => {
    document.body.dir = dir;
    const sandbox = await show();
    const x = () =>
      (handle(sandbox, 'q').querySelector('circle') as Element).getBoundingClientRect().x;
    const before = x();
    await press(sandbox, 'q', '{ArrowRight}');
    expect(at(sandbox, 'q')).toBe('1.05, 0.50');
    expect(x()).toBeGreaterThan(before);
  });

  test('tours the card in the order it is read', async () => {
    const sandbox = await show({ causal: '' });
    const names: string[] = [];
    for (let stop = 0; stop < 26; stop++) {
      await userEvent.keyboard('{Tab}');
      const focused = (sandbox.renderRoot as ShadowRoot).activeElement as HTMLElement | null;
      const { id, ariaLabel, dataset, textContent } = focused ?? {};
      names.push(ariaLabel || id || dataset?.which || textContent?.trim() || '');
    }
    expect(names).toEqual([
      ...['Take it from GPT-2 …', 'Reset'],
      ...['query q', 'key k1', 'key k2', 'key k3', 'value v1', 'value v2', 'value v3'],
      ...['Name of token 1', 'Name of token 2', 'Name of token 3', 'scale'],
      ...['Start', 'Aim at k2', 'Two equal keys', 'Opposite key', 'All alike', 'Saturated'],
      ...['A value far out', 'Dimension 2 → 512'],
      ...['One token less', 'One token more', 'causal', 'position', 'PNG'],
    ]);
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

describe('undo', () => {
  test('during a drag ends it and takes it back whole', async () => {
    const sandbox = await show();
    const grip = handle(sandbox, 'q').querySelector('circle') as Element;
    const box = grip.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const point = (type: string, dx: number) =>
      grip.dispatchEvent(
        new PointerEvent(type, {
          bubbles: true,
          composed: true,
          pointerId: 1,
          clientX: x + dx,
          clientY: y,
        }),
      );
    vi.spyOn(Element.prototype, 'setPointerCapture').mockReturnValue();
    point('pointerdown', 0);
    for (const dx of [-10, -20, -30]) point('pointermove', dx);
    await sandbox.updateComplete;
    expect(at(sandbox, 'q')).not.toBe('1.00, 0.50');
    sandbox.undo();
    for (const dx of [-40, -50]) point('pointermove', dx);
    await sandbox.updateComplete;
    expect(at(sandbox, 'q')).toBe('1.00, 0.50');
    expect(button(sandbox, 'Undo').disabled).toBe(true);
  });

  test('takes keys held down together back as one step', async () => {
    const sandbox = await show();
    const q = handle(sandbox, 'q');
    q.focus();
    const key = (type: string, name: string, repeat = false) =>
      q.dispatchEvent(
        new KeyboardEvent(type, { key: name, repeat, bubbles: true, composed: true }),
      );
    key('keydown', 'ArrowLeft');
    key('keydown', 'ArrowUp');
    key('keyup', 'ArrowLeft');
    for (let held = 0; held < 5; held++) key('keydown', 'ArrowUp', true);
    key('keyup', 'ArrowUp');
    await sandbox.updateComplete;
    expect(at(sandbox, 'q')).toBe('0.95, 0.80');
    await click(sandbox, 'Undo');
    expect(at(sandbox, 'q')).toBe('0.95, 0.55');
    await click(sandbox, 'Undo');
    expect(at(sandbox, 'q')).toBe('1.00, 0.50');
  });

  test('has no step for what changed nothing', async () => {
    const sandbox = await show();
    const heard = vi.fn();
    sandbox.addEventListener('attn-change', heard);
    await click(sandbox, 'Reset');
    const name = find<HTMLInputElement>(sandbox, 'input.name');
    await userEvent.type(name, '   {Enter}');
    await userEvent.tab();
    await sandbox.updateComplete;
    expect(name.value).toBe('');
    expect(heard).not.toHaveBeenCalled();
    expect(button(sandbox, 'Undo').disabled).toBe(true);
  });

  test('keeps the focus in the card when there is nothing more to undo, to add or to close', async () => {
    const sandbox = await show({ tokens: '5' });
    const focused = () => {
      const { ariaLabel, textContent } = (sandbox.shadowRoot?.activeElement ?? {}) as HTMLElement;
      return ariaLabel ?? textContent?.trim();
    };
    const use = async (name: string) => {
      button(sandbox, name).focus();
      await userEvent.keyboard('{Enter}');
      await sandbox.updateComplete;
      await sandbox.updateComplete;
    };
    await use('One token more');
    expect(focused()).toBe('One token less');
    await use('Undo');
    expect(focused()).toBe('Redo');
    await use('Redo');
    expect(focused()).toBe('Undo');
    await use('Take it from GPT-2 …');
    await eventually(() => find(sandbox, '[data-do=take]'));
    await use('Take it');
    await eventually(() => find(sandbox, '.origin'));
    expect(focused()).toBe('Take it');
    await use('Close');
    expect(focused()).toBe('Take it from GPT-2 …');
  });

  test('takes back one step at a time; redo brings it again; reset can be undone too', async () => {
    const sandbox = await show();
    await press(sandbox, 'q', '{ArrowRight}');
    await press(sandbox, 'k1', '{ArrowUp}');
    await click(sandbox, 'Undo');
    expect([at(sandbox, 'q'), at(sandbox, 'k1')]).toEqual(['1.05, 0.50', '0.85, 0.28']);
    await click(sandbox, 'Undo');
    expect(at(sandbox, 'q')).toBe('1.00, 0.50');
    expect(button(sandbox, 'Undo').disabled).toBe(true);
    await click(sandbox, 'Redo');
    await click(sandbox, 'Redo');
    expect(at(sandbox, 'k1')).toBe('0.85, 0.33');
    await click(sandbox, 'Reset');
    expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
    handle(sandbox, 'q').focus();
    await userEvent.keyboard('{Control>}z{/Control}');
    await sandbox.updateComplete;
    expect(at(sandbox, 'k1')).toBe('0.85, 0.33');
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await sandbox.updateComplete;
    expect(at(sandbox, 'k1')).toBe('0.85, 0.28');
  });

  test('takes a turn of the dial back as one step', async () => {
    const sandbox = await show();
    const dial = find<HTMLInputElement>(sandbox, '#scale');
    for (const value of [1, 2, 3]) {
      dial.value = String(value);
      dial.dispatchEvent(new Event('input', { bubbles: true }));
    }
    dial.dispatchEvent(new Event('change', { bubbles: true }));
    await sandbox.updateComplete;
    expect(sandbox.numbers.scale).toBeCloseTo(8 * Math.SQRT2, 9);
    await click(sandbox, 'Undo');
    expect(sandbox.numbers.scale).toBe(Math.SQRT2);
  });
});

describe('the dial', () => {
  test('goes from one-hot to the average, and says where it is', async () => {
    const sandbox = await show();
    await setRange(sandbox, 'scale', -5);
    expect(text(sandbox, '.badge')).toBe('weights 1.00 / 0.00 / 0.00');
    expect(text(sandbox, '.dial label')).toBe('scale 0.04, sharper than √2');
    await setRange(sandbox, 'scale', 5);
    expect(text(sandbox, '.badge')).toBe('weights 0.34 / 0.33 / 0.33');
    find(sandbox, '#scale').focus();
    await setRange(sandbox, 'scale', 0.05);
    await userEvent.keyboard('{ArrowLeft}');
    await sandbox.updateComplete;
    expect(sandbox.numbers.scale).toBe(Math.SQRT2);
  });

  test('has a plot whose curves are the closed forms to 1e-6, and whose line is where the scale is', async () => {
    const sandbox = await show({ tokens: '6' });
    const { scores } = sandbox.numbers;
    const curves = [
      ...sandbox.renderRoot.querySelectorAll('.plot path:is(.weight, .gradient):not(.dot)'),
    ].map((path) =>
      [...(path.getAttribute('d') ?? '').matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => ({
        scale: Math.SQRT2 * 2 ** (Number(x) / 100 - 5),
        share: 1 - Number(y) / 100,
      })),
    );
    const gradient = curves.pop() ?? [];
    expect(curves).toHaveLength(6);
    expect(gradient).toHaveLength(101);
    const weightAt = (key: number, s: number) =>
      1 / scores.reduce((sum, score) => sum + Math.exp((score - (scores[key] ?? 0)) / s), 0);
    curves.forEach((curve, key) => {
      for (const { scale, share } of curve)
        expect(Math.abs(share - weightAt(key, scale))).toBeLessThan(1e-6);
    });
    const norms = gradient.map(({ scale }) => {
      const w = scores.map((_, key) => weightAt(key, scale));
      const squares = w.flatMap((a, i) => w.map((b, j) => ((i === j ? a : 0) - a * b) ** 2));
      return Math.sqrt(squares.reduce((sum, square) => sum + square)) / scale;
    });
    const peak = Math.max(...norms);
    gradient.forEach(({ share }, at) => {
      expect(Math.abs(share - (norms[at] ?? 9) / peak)).toBeLessThan(1e-6);
    });
    await setRange(sandbox, 'scale', 2.5);
    expect(find(sandbox, '.plot .now').getAttribute('d')).toMatch(/^M750/);
    expect(text(sandbox, '.plot figcaption')).toMatch(/gradient 0\.\d+, at most 3\.89$/);
  });

  test('of two keys has its peak where the difference of the scores is 1.5434 times the scale', async () => {
    const sandbox = await show();
    for (const difference of [0.7, 2, 5]) {
      sandbox.scene = { query: [1, 0], tokens: [{ key: [difference, 0] }, { key: [0, 1] }] };
      await sandbox.updateComplete;
      const path = find(sandbox, '.plot .gradient:not(.dot)').getAttribute('d') ?? '';
      const levels = path
        .split(/[ML]/)
        .slice(1)
        .map((point) => Number(point.split(' ')[1]));
      const scale = Math.SQRT2 * 2 ** (levels.indexOf(Math.min(...levels)) / 10 - 5);
      // The samples are a tenth of an octave apart.
      expect(Math.abs(Math.log2(difference / 1.5434 / scale))).toBeLessThanOrEqual(0.05);
    }
  });

  test('says that no gradient is left, at any scale', async () => {
    const sandbox = await show();
    sandbox.scene = { query: [-1e6, 1e6], tokens: [{ key: [1e6, 1e6] }, { key: [1, 1e6] }] };
    await sandbox.updateComplete;
    expect(text(sandbox, '.plot figcaption')).toMatch(/gradient 0\.00, at most 0\.00$/);
  });
});

describe('names on the plane', () => {
  const boxes = (sandbox: QkvSandbox, selector: string) =>
    [...sandbox.renderRoot.querySelectorAll<SVGGraphicsElement>(selector)].map((element) => ({
      name: element.textContent,
      box: element.getBBox(),
    }));
  /** Shrunk, for the box of a text is taller than its letters. */
  const meet = (a: DOMRect, b: DOMRect) =>
    a.x + 1 < b.x + b.width &&
    b.x + 1 < a.x + a.width &&
    a.y + 4 < b.y + b.height - 4 &&
    b.y + 4 < a.y + a.height - 4;

  test.each([
    ['six tokens', { tokens: '6' }],
    ['six tokens, masked', { tokens: '6', causal: '' }],
    ['long names', { tokens: 'the antidisestablishmentarianism sat on' }],
  ])('cover neither each other nor a diamond, and are whole: %s', async (_, attributes) => {
    for (const width of [340, 680, 1100]) {
      document.body.style.width = `${width}px`;
      const sandbox = await show(attributes as Record<string, string>);
      await eventually(() => {
        const { viewBox, clientWidth } = find<SVGSVGElement>(sandbox, 'svg.plane');
        expect(viewBox.baseVal.width).toBe(Math.round(clientWidth));
      });
      const { width: across, height: down } = find<SVGSVGElement>(sandbox, 'svg.plane').viewBox
        .baseVal;
      const names = boxes(sandbox, '.handle text, .out text');
      const covered = names.flatMap(({ name, box }, index) =>
        [...names.slice(index + 1), ...boxes(sandbox, '.diamond, .out path')]
          .filter((other) => meet(box, other.box))
          .map((other) => `${name} × ${other.name || 'a diamond'} at ${width}`),
      );
      expect(covered).toEqual([]);
      for (const { name, box } of [...names, ...boxes(sandbox, '.tick')]) {
        expect([
          name,
          box.x >= 0,
          box.y >= -3,
          box.x + box.width <= across,
          box.y + box.height <= down + 3,
        ]).toEqual([name, true, true, true, true]);
      }
      sandbox.remove();
    }
  });

  test('of real keys stand each at its own arrow', async () => {
    document.body.style.width = '1180px';
    const sandbox = await show();
    await sandbox.takeFromGpt2({ layer: 5, head: 5, token: 8 });
    await sandbox.updateComplete;
    await eventually(() => {
      const { viewBox, clientWidth } = find<SVGSVGElement>(sandbox, 'svg.plane');
      expect(viewBox.baseVal.width).toBe(Math.round(clientWidth));
    });
    const tips = [...sandbox.renderRoot.querySelectorAll('.handle.key')].map((key) => ({
      label: (key.querySelector('text') as SVGTextElement).getBBox(),
      tip: (key.querySelector('circle') as SVGCircleElement).getBBox(),
    }));
    const middle = ({ x, y, width, height }: DOMRect): [number, number] => [
      x + width / 2,
      y + height / 2,
    ];
    tips.forEach(({ label }, index) => {
      const [x, y] = middle(label);
      const distances = tips.map(({ tip }) => Math.hypot(x - middle(tip)[0], y - middle(tip)[1]));
      expect(distances.indexOf(Math.min(...distances))).toBe(index);
    });
  });
});

describe('the plane', () => {
  test.each([300, 600, 690, 900])(
    'fills its column, %i px wide, and again after the card was moved',
    async (width) => {
      document.body.style.width = `${width}px`;
      const sandbox = await show();
      const whole = () => {
        const svg = find<SVGSVGElement>(sandbox, 'svg.plane');
        const [column] = getComputedStyle(find(sandbox, '.main')).gridTemplateColumns.split(' ');
        expect(svg.clientWidth).toBeCloseTo(Number.parseFloat(column ?? ''), 0);
        expect(svg.viewBox.baseVal.width).toBe(Math.round(svg.clientWidth));
      };
      await eventually(whole);
      const column = document.createElement('div');
      column.style.width = `${width - 40}px`;
      document.body.append(column);
      column.append(sandbox);
      await eventually(whole);
    },
  );

  test('draws small vectors large, and the keyboard still moves them by what is written', async () => {
    const sandbox = await show();
    sandbox.scene = {
      query: [0.02, 0.01],
      tokens: [
        { key: [0.03, 0], value: [0.1, 0.05] },
        { key: [0, 0.02], value: [-0.08, 0.02] },
      ],
    };
    await sandbox.updateComplete;
    await press(sandbox, 'q', '{ArrowLeft}{ArrowDown}{ArrowDown}');
    expect(at(sandbox, 'q')).toBe('0.01, −0.01');
    expect(handle(sandbox, 'q').ariaValueMax).toBe('0.3');
  });
});

describe('the dimension', () => {
  test('shows the weights go one-hot and the gradient die without the divisor, and not with it', async () => {
    const sandbox = await show();
    await click(sandbox, 'Dimension 2 → 512');
    await eventually(() => find(sandbox, '.dimension'));
    const read = (selector: string) =>
      /strongest ([\d.]+) · gradient (\S+)/
        .exec(text(sandbox, selector) ?? '')
        ?.slice(1)
        .map((part) => Number(part.replace('−', '-'))) as [number, number];
    expect(text(sandbox, '.dimension label')).toBe('dimension 512');
    expect(read('.undivided')[0]).toBeGreaterThan(0.98);
    expect(read('.undivided')[1]).toBeLessThan(0.05);
    expect(read('.divided')[0]).toBeLessThan(0.8);
    expect(read('.divided')[1]).toBeGreaterThan(0.2);
    await setRange(sandbox, 'dimension', 1);
    expect(text(sandbox, '.dimension label')).toBe('dimension 2');
    expect(read('.undivided')[0]).toBeLessThan(0.9);
    const drawn = text(sandbox, '.draws');
    await click(sandbox, 'Draw again');
    expect(text(sandbox, '.draws')).not.toBe(drawn);
    sandbox.seed = 1;
    await sandbox.updateComplete;
    expect(text(sandbox, '.draws')).toBe(drawn);
  });
});

describe('presets', () => {
  type Three = [a: number, b: number, c: number];

  test.each([
    ['Aim at k2', /^q points along k2/, ([a, b, c]: Three) => b > a && b > c],
    ['Two equal keys', /^Equal keys/, ([a, b]: Three) => a === b],
    ['Opposite key', /^k3 points away/, ([, , c]: Three) => c > 0 && c < 0.15],
    ['All alike', /^All keys are the same/, ([a, b, c]: Three) => a === b && b === c],
    ['Saturated', /^The scale is far too small/, ([a]: Three) => a > 0.9999],
    ['A value far out', /^v3 lies far out/, ([a, b, c]: Three) => c < a && c < b],
  ] as const)('%s does what its sentence says', async (name, sentence, holds) => {
    const sandbox = await show();
    await click(sandbox, name);
    expect(text(sandbox, '.sentence')).toMatch(sentence);
    expect(holds(sandbox.weights as unknown as Three)).toBe(true);
    expect(button(sandbox, name).ariaPressed).toBe('true');
    await press(sandbox, 'q', '{ArrowRight}');
    expect(button(sandbox, name).ariaPressed).toBe('false');
    await click(sandbox, 'Start');
    expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
  });

  test('in “A value far out” the least weighted value pulls out its way', async () => {
    const sandbox = await show();
    await click(sandbox, 'A value far out');
    const values = sandbox.scene.tokens.map(({ value }) => value ?? [0, 0]);
    for (const axis of [0, 1] as const) {
      const others = values.slice(0, 2).map((value) => value[axis]);
      expect(sandbox.output?.[axis]).toBeLessThan(Math.min(...others));
      expect(sandbox.output?.[axis]).toBeGreaterThan(values[2]?.[axis] ?? 0);
    }
  });
});

describe('tokens', () => {
  test('are 2 to 6', async () => {
    const sandbox = await show();
    for (let count = 4; count <= 6; count++) {
      await click(sandbox, 'One token more');
      expect(sandbox.weights).toHaveLength(count);
    }
    expect(button(sandbox, 'One token more').disabled).toBe(true);
    for (let i = 0; i < 4; i++) await click(sandbox, 'One token less');
    expect(sandbox.weights).toHaveLength(2);
    expect(button(sandbox, 'One token less').disabled).toBe(true);
    expect(sandbox.weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
  });

  test('have names that can be edited, and are named so everywhere', async () => {
    const sandbox = await show();
    await userEvent.fill(find(sandbox, 'input[data-index="1"]'), 'dog');
    await userEvent.keyboard('{Enter}');
    await sandbox.updateComplete;
    expect(sandbox.scene.tokens[1]?.name).toBe('dog');
    expect(text(sandbox, '[data-handle=k2]')).toBe('dog');
    expect(handle(sandbox, 'v2').ariaLabel).toBe('value of dog');
    expect(text(sandbox, '.formula')).toMatch('0.31 v(dog)');
  });

  test('later than the one that looks are masked by a causal mask', async () => {
    const sandbox = await show({ tokens: 'the cat sat' });
    await userEvent.click(find(sandbox, '[role=switch]'));
    await sandbox.updateComplete;
    expect(sandbox.weights[2]).toBe(0);
    expect((sandbox.weights[0] ?? 0) + (sandbox.weights[1] ?? 0)).toBeCloseTo(1, 12);
    expect(find(sandbox, 'tbody tr:nth-child(3)').textContent).toMatch('masked');
    expect(handle(sandbox, 'k3').classList).toContain('masked');
    expect(text(sandbox, '.formula')).toMatch('softmax((0.99, 0.18, −∞)');
    await userEvent.selectOptions(find(sandbox, '[data-which=position]'), '0');
    await sandbox.updateComplete;
    expect(sandbox.weights).toEqual([1, 0, 0]);
  });
});

describe('a scene of one’s own', () => {
  const own = {
    query: [0, 2],
    tokens: [
      { name: 'up', key: [0, 3], value: [1, 0] },
      { name: 'down', key: [0, -3], value: [-1, 0] },
    ],
    scale: 4,
  };

  test.each(['attribute', 'child', 'property'])('comes from its %s', async (way) => {
    const json = JSON.stringify(own);
    const sandbox = await show(
      way === 'attribute' ? { scene: json } : {},
      way === 'child' ? `<script type="application/json">${json}</script>` : '',
    );
    if (way === 'property') sandbox.scene = own as never;
    await sandbox.updateComplete;
    expect(sandbox.weights[0]).toBeCloseTo(1 / (1 + Math.exp(-3)), 12);
    expect(text(sandbox, '.sentence')).toBe(
      'q·k is the largest for up, so v(up) has the most say in out.',
    );
    expect(button(sandbox, 'Start').ariaPressed).toBe('true');
    await press(sandbox, 'q', '{ArrowLeft}');
    expect(button(sandbox, 'Start').ariaPressed).toBe('false');
    await click(sandbox, 'Reset');
    expect(sandbox.scene).toMatchObject(own);
  });

  test.each([{ scene: JSON.stringify(own) }, { tokens: '4' }, { scale: '.5' }, { causal: '' }])(
    'is the first that is seen: %j',
    async (attributes) => {
      const sandbox = document.createElement('qkv-sandbox');
      for (const [name, value] of Object.entries(attributes)) sandbox.setAttribute(name, value);
      document.body.append(sandbox);
      const seen = new Set<string>();
      const observer = new MutationObserver(() => {
        const badge = sandbox.renderRoot.querySelector('.badge');
        if (badge) seen.add(badge.textContent ?? '');
      });
      observer.observe(sandbox.renderRoot, { childList: true, subtree: true, characterData: true });
      await sandbox.updateComplete;
      await new Promise(requestAnimationFrame);
      observer.disconnect();
      expect([...seen]).toEqual([find(sandbox, '.badge').textContent]);
      expect([...seen][0]).not.toBe('weights 0.55 / 0.31 / 0.13');
    },
  );

  test.each([
    ['{', 'scene', /is not JSON/],
    ['{"query":[1,0]}', 'scene', /tokens must be a list of 2 to 6 tokens/],
    ['{"query":[1],"tokens":[]}', 'scene', /query must be two numbers/],
    ['{"query":[1,0],"tokens":[{"key":[0,1]},{"key":[0,"x"]}]}', 'scene', /tokens\[1\]\.key\[1\]/],
    [
      '{"query":[1,0],"tokens":[{"key":[0,1],"value":[0,1]},{"key":[0,1]}]}',
      'scene',
      /all have a `value`/,
    ],
    ['{"query":[1e308,0],"tokens":[{"key":[0,1]},{"key":[0,1]}]}', 'scene', /query\[0\] must be/],
    ['{"query":["1",0],"tokens":[{"key":[0,1]},{"key":[0,1]}]}', 'scene', /query\[0\] must be/],
    ['{"query":[null,0],"tokens":[{"key":[0,1]},{"key":[0,1]}]}', 'scene', /query\[0\] must be/],
    [`{"query":[1,0],"tokens":[${Array(7).fill('{"key":[0,1]}')}]}`, 'scene', /but has 7/],
    ['{"__proto__":{"query":[1,0],"tokens":[]}}', 'scene', /query must be two numbers/],
    [
      '{"query":[1,0],"tokens":[{"__proto__":{"key":[0,1]}},{"key":[0,1]}]}',
      'scene',
      /tokens\[0\]\.key/,
    ],
    ['{"query":[1,0],"tokens":[{"key":[0,1]},{"key":[0,1]}],"scale":-1}', 'scene', /scale must be/],
    [
      '{"query":[1,0],"tokens":[{"key":[0,1]},{"key":[0,1]}],"dimension":"2"}',
      'scene',
      /dimension must be/,
    ],
    [
      '{"query":[1,0],"tokens":[{"key":[0,1]},{"key":[0,1]}],"causal":"yes"}',
      'scene',
      /causal must be true or false/,
    ],
    ['[1,2]', 'scene', /must be an object/],
  ])(
    'that is wrong is refused by name, and the last good one stays: %s',
    async (json, code, message) => {
      const sandbox = await show();
      const heard = vi.fn();
      sandbox.addEventListener('attn-error', ({ error }) => heard(error));
      sandbox.setAttribute('scene', json);
      await sandbox.updateComplete;
      expect(heard).toHaveBeenCalledOnce();
      expect(heard.mock.calls[0]?.[0]).toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
      expect(text(sandbox, '.error')).toMatch(message);
      expect(sandbox.matches(':state(error)')).toBe(true);
      expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
    },
  );
});

test('a scene with a hole among its tokens is refused by name', async () => {
  const tokens = Object.assign(new Array(2), { 1: { key: [0, 1] } });
  const sandbox = await show();
  sandbox.scene = { query: [1, 0], tokens };
  await sandbox.updateComplete;
  expect(sandbox.error?.message).toMatch('tokens[0] must be an object');
});

describe('teaching', () => {
  test('a goal is told once when it is reached, and again after it was lost', async () => {
    const sandbox = await show({ goal: 'k2 > .5' });
    const heard = vi.fn();
    sandbox.addEventListener('attn-goal', ({ goal, numbers }) =>
      heard(goal, (numbers.weights[1] ?? 0) > 0.5),
    );
    expect(text(sandbox, '.goal')).toBe('Goal: k2 > .5');
    await press(sandbox, 'k2', '{Shift>}{ArrowRight}{ArrowRight}{ArrowUp}{/Shift}');
    await press(sandbox, 'k1', '{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}');
    expect(heard.mock.calls).toEqual([['k2 > .5', true]]);
    expect(text(sandbox, '.goal')).toBe('Goal: k2 > .5 ✓ reached');
    expect(sandbox.matches(':state(reached)')).toBe(true);
    await click(sandbox, 'Reset');
    expect(text(sandbox, '.goal')).toBe('Goal: k2 > .5');
    await click(sandbox, 'Undo');
    expect(heard).toHaveBeenCalledTimes(2);
  });

  test.each(['k1 > .5', 'K1 > .5', 'scale <= 1.5', 'gradient > .3', 'out.y < -.2', 'w3<.2'])(
    'the start has “%s”',
    async (goal) => {
      const sandbox = await show({ goal });
      expect(find(sandbox, '.goal').dataset.reached).toBe('true');
    },
  );

  test('an object that lies on a locked one can still be dragged', async () => {
    const sandbox = await show({ lock: 'k v' });
    sandbox.scene = {
      query: [-0.9, -0.24],
      tokens: [{ key: [0.85, 0.28] }, { key: [-0.9, -0.24] }],
    };
    await sandbox.updateComplete;
    const grip = handle(sandbox, 'k2').querySelector('circle') as Element;
    const box = grip.getBoundingClientRect();
    const [clientX, clientY] = [box.x + box.width / 2, box.y + box.height / 2];
    const init = { bubbles: true, composed: true, pointerId: 1 };
    grip.dispatchEvent(new PointerEvent('pointerdown', { ...init, clientX, clientY }));
    grip.dispatchEvent(
      new PointerEvent('pointermove', { ...init, clientX: clientX + 30, clientY }),
    );
    await sandbox.updateComplete;
    expect(sandbox.scene.query[0]).toBeGreaterThan(-0.9);
    expect(sandbox.scene.tokens[1]?.key).toEqual([-0.9, -0.24]);
  });

  test.each(['k3 => .8', 'k3 == .8', 'k3 > > .8', '> .8', 'k3 >', 'k3 > 1 < 2'])(
    'the goal %j is refused',
    async (goal) => {
      expect((await show({ goal })).error).toMatchObject({ code: 'goal' });
    },
  );

  test('a goal may have an exponent', async () => {
    const sandbox = await show({ goal: 'gradient < 1e-3', scale: '.05' });
    expect(sandbox.error).toBe(null);
    expect(text(sandbox, '.goal')).toMatch('reached');
  });

  test('a goal that cannot be read says how one is written', async () => {
    const sandbox = await show({ goal: 'make it big' });
    expect(sandbox.error).toMatchObject({ code: 'goal' });
    expect(text(sandbox, '.error')).toMatch('as in "k3 > .8"');
  });

  test('what is locked does not move; the rest does', async () => {
    const sandbox = await show({ lock: 'k v2 scale names' });
    await press(sandbox, 'k1', '{ArrowUp}{Alt>}{ArrowUp}{/Alt}');
    await press(sandbox, 'v2', '{ArrowUp}');
    expect([at(sandbox, 'k1'), at(sandbox, 'v2')]).toEqual(['0.85, 0.28', '−0.80, 0.90']);
    expect(handle(sandbox, 'k3').ariaDisabled).toBe('true');
    expect(find<HTMLInputElement>(sandbox, '#scale').disabled).toBe(true);
    expect(sandbox.renderRoot.querySelector('input.name')).toBe(null);
    await press(sandbox, 'v1', '{ArrowUp}');
    expect(at(sandbox, 'v1')).toBe('0.90, −0.65');
  });

  test.each([
    ['plane', '.handle:not([aria-disabled=true])'],
    ['numbers', 'input.name'],
    ['dial', '#scale:enabled'],
    ['presets', '.presets [aria-pressed]:enabled'],
    ['tools', '.stepper button:enabled, [data-which=causal]:enabled'],
    ['dimension', '.dimension :is(input, button):enabled'],
    ['gpt2', '[data-do=gpt2]:enabled'],
    ['history', '[data-do=reset]:enabled'],
  ])('%s can be locked as a whole', async (part, selector) => {
    const sandbox = await show({ dimension: '8' });
    await eventually(() => find(sandbox, '.dimension'));
    expect(sandbox.renderRoot.querySelector(selector)).not.toBe(null);
    sandbox.lock = part;
    await sandbox.updateComplete;
    expect(sandbox.renderRoot.querySelector(selector)).toBe(null);
  });

  test.each([
    ['q', ['Aim at k2']],
    ['k', ['Two equal keys', 'Opposite key', 'All alike']],
    ['k1', ['All alike']],
    ['v3', ['A value far out']],
    ['scale', ['Saturated']],
    ['causal plane dial', []],
  ])('no scene to start from changes what is locked: %s', async (lock, refused) => {
    const sandbox = await show({ lock });
    const locked = [...sandbox.renderRoot.querySelectorAll<HTMLButtonElement>('[part=preset]')]
      .filter(({ disabled }) => disabled)
      .map(({ textContent }) => textContent?.trim());
    expect(locked).toEqual(refused);
    expect(button(sandbox, 'Take it from GPT-2 …').disabled).toBe(/^[a-z]+$/.test(lock));
  });

  test('a locked history is locked for the keyboard too', async () => {
    const sandbox = await show();
    await press(sandbox, 'q', '{ArrowRight}');
    sandbox.lock = 'history';
    await press(sandbox, 'q', '{Control>}z{/Control}');
    expect(at(sandbox, 'q')).toBe('1.05, 0.50');
  });

  test.each([
    ['plane', '.plane'],
    ['numbers', '.numbers'],
    ['dial', '#scale'],
    ['plot', '.plot'],
    ['presets', '.presets'],
    ['dimension', '[data-do=dimension]'],
    ['tools', '.stepper'],
    ['gpt2', '[data-do=gpt2]'],
    ['history', '[data-do=undo]'],
    ['files', '.files'],
    ['hint', '.hint'],
  ])('%s can be left out', async (part, selector) => {
    const sandbox = await show();
    expect(sandbox.renderRoot.querySelector(selector)).not.toBe(null);
    sandbox.hide = part;
    await sandbox.updateComplete;
    expect(sandbox.renderRoot.querySelector(selector)).toBe(null);
  });

  test('what the page sets is not told as the reader’s doing', async () => {
    const sandbox = await show({ goal: 'k1 < .5' });
    const heard = vi.fn();
    sandbox.addEventListener('attn-change', heard);
    sandbox.addEventListener('attn-goal', heard);
    sandbox.scale = 20;
    await sandbox.updateComplete;
    expect(text(sandbox, '.goal')).toMatch('reached');
    expect(heard).not.toHaveBeenCalled();
  });
});

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

  test('that names a row which cannot be had says why', async () => {
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

  test('names a row of the recording, and takes it anew', async () => {
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

describe('real numbers', () => {
  const open = async (sandbox: QkvSandbox) => {
    await click(sandbox, 'Take it from GPT-2 …');
    await eventually(() => find(sandbox, '[data-do=take]'));
  };
  const take = async (sandbox: QkvSandbox) => {
    await click(sandbox, 'Take it');
    await eventually(() => find(sandbox, '.origin'));
    await sandbox.updateComplete;
  };

  test('come from the recording: five strongest keys, the rest in the sum, the model’s weights beside', async () => {
    const sandbox = await show();
    await open(sandbox);
    await userEvent.selectOptions(find(sandbox, '[data-which=layer]'), '5');
    await userEvent.selectOptions(find(sandbox, '[data-which=head]'), '5');
    await userEvent.selectOptions(find(sandbox, '[data-which=token]'), '8');
    await take(sandbox);
    const attention = parseTrace(johnSmith)
      .attention(5, 5)
      .subarray(8 * 9);
    const strongest = [...attention].sort((a, b) => b - a).slice(0, 5);
    sandbox.weights.forEach((weight, index) => {
      expect(Math.abs(weight - (strongest[index] ?? 9))).toBeLessThan(0.01);
    });
    const rows = [...sandbox.renderRoot.querySelectorAll('tbody tr')];
    expect(rows).toHaveLength(6);
    expect(rows[0]?.querySelector('th')?.textContent).toMatch('is');
    expect(rows[0]?.querySelector('td.model')?.textContent).toBe('0.74');
    expect(rows[5]?.textContent).toMatch('4 other keys');
    expect(text(sandbox, '.dial label')).toBe('scale 8 = √64, the right one for 64 dimensions');
    expect(text(sandbox, '.note')).toMatch(
      /first principal direction of the keys across it.*28 %.*no values/,
    );
    expect(text(sandbox, 'footer')).toMatch(
      /“Smith” in “John Smith is also.*jessevig\/bertviz, Apache-2.0/,
    );
    expect(sandbox.output).toBe(null);
    expect(sandbox.matches(':state(genuine)')).toBe(true);
  });

  test('may be changed, and are then no longer called GPT-2’s, until that is undone', async () => {
    const sandbox = await show();
    await sandbox.takeFromGpt2({ layer: 5, head: 5, token: 8 });
    await sandbox.updateComplete;
    await press(sandbox, 'q', '{ArrowLeft}');
    expect(text(sandbox, '.origin')).toBe('no longer GPT-2 small');
    expect(sandbox.matches(':state(edited)')).toBe(true);
    await click(sandbox, 'Undo');
    expect(text(sandbox, '.origin')).toBe('GPT-2 small · head 5.5');
    await setRange(sandbox, 'scale', 1);
    expect(text(sandbox, '.origin')).toBe('no longer GPT-2 small');
  });

  test('asked for as the card comes onto the page look as they do afterwards', async () => {
    const sandbox = document.createElement('qkv-sandbox');
    const taken = sandbox.takeFromGpt2({ layer: 5, head: 5, token: 8 });
    document.body.append(sandbox);
    await taken;
    await sandbox.updateComplete;
    await eventually(() => {
      const badge = getComputedStyle(find(sandbox, '.origin'));
      expect(badge.backgroundColor).toBe(getComputedStyle(find(sandbox, '.card')).color);
    });
  });

  test('come from the linked lens with its head and token, values included', async () => {
    const trace = parseTrace(johnSmith);
    const lens = Object.assign(document.createElement('div'), {
      id: 'lens',
      selection: { layer: 3, head: 2, token: 6 },
      shown: trace,
      vectors: vi.fn(async () => randomVectors(trace)),
    });
    document.body.append(lens);
    const sandbox = await show({ for: 'lens' });
    await open(sandbox);
    await take(sandbox);
    expect(lens.vectors).toHaveBeenCalledWith(3, 2);
    expect(text(sandbox, '.origin')).toBe('GPT-2 small · head 3.2');
    expect(sandbox.output).toHaveLength(2);
    expect(text(sandbox, '.note')).toMatch('values are drawn on a scale of their own');
    expect(
      sandbox.weights.reduce((sum, weight) => sum + weight, sandbox.numbers.otherWeight),
    ).toBeCloseTo(1, 9);
    await userEvent.selectOptions(find(sandbox, '[data-which=source]'), 'a recording');
    await eventually(() =>
      expect(find<HTMLSelectElement>(sandbox, '[data-which=source]').value).toBe('1'),
    );
    await take(sandbox);
    await eventually(() => expect(sandbox.output).toBe(null));
  });

  test('come from a lens that shows a recording with vectors, at its head and token', async () => {
    const lens = document.createElement('attn-lens');
    Object.assign(lens, {
      id: 'lens',
      src: '/traces/john-smith.json',
      layer: 3,
      head: 0,
      token: 8,
    });
    document.body.append(lens);
    const sandbox = await show({ for: 'lens' });
    await open(sandbox);
    expect(find<HTMLSelectElement>(sandbox, '[data-which=source]').value).toBe('0');
    await take(sandbox);
    expect(text(sandbox, '.origin')).toBe('GPT-2 small · head 3.0');
    const attention = parseTrace(johnSmith)
      .attention(3, 0)
      .subarray(8 * 9);
    expect(Math.abs((sandbox.weights[0] ?? 9) - Math.max(...attention))).toBeLessThan(0.01);
  });

  test('are of the text that the lens shows now, told of it or not', async () => {
    const whole = parseTrace(johnSmith);
    const cut = (count: number) => {
      const { model, text: own, causal, provenance } = whole;
      const qkv = { url: 'x', encoding: 'f16', parts: ['q', 'k', 'v'] } as const;
      const tokens = whole.tokens.slice(0, count);
      return new Trace({ model, text: own, tokens, causal, provenance, qkv }, (layer, head) => {
        const all = whole.attention(layer, head);
        return Float32Array.from(
          { length: count ** 2 },
          (_, at) => all[9 * Math.floor(at / count) + (at % count)] ?? 0,
        );
      });
    };
    const lens = Object.assign(document.createElement('div'), {
      id: 'lens',
      selection: { layer: 3, head: 2, token: null },
      shown: cut(4),
      vectors: async () => randomVectors(lens.shown),
    });
    document.body.append(lens);
    const sandbox = await show({ for: 'lens' });
    await open(sandbox);
    const chosen = (which: string) =>
      find<HTMLSelectElement>(sandbox, `[data-which=${which}]`).selectedOptions[0]?.textContent;
    expect(chosen('token')).toBe('3 also');
    Object.assign(lens, { shown: cut(9), selection: { layer: 7, head: 1, token: null } });
    lens.dispatchEvent(new Event('attn-run'));
    await eventually(() => expect(chosen('token')).toBe('8 Smith'));
    expect([chosen('layer'), chosen('head')]).toEqual(['7', '1']);
    lens.shown = cut(6);
    await take(sandbox);
    expect(text(sandbox, 'footer')).toMatch('“son” in “John Smith');
    expect(sandbox.scene.tokens.length + (sandbox.scene.others?.length ?? 0)).toBe(6);
    Object.assign(lens, { shown: parseTrace(dog) });
    lens.dispatchEvent(new Event('attn-ready'));
    await eventually(() => expect(text(sandbox, '.problem')).toMatch('none with vectors'));
    expect(chosen('source')).toBe('a recording');
  });

  test('come from the recording where the lens has none, which is said', async () => {
    const lens = document.createElement('attn-lens');
    Object.assign(lens, { id: 'lens', trace: dog });
    document.body.append(lens);
    const sandbox = await show({ for: 'lens' });
    await open(sandbox);
    expect(text(sandbox, '.problem')).toMatch('the lens shows none with vectors');
    expect(find<HTMLSelectElement>(sandbox, '[data-which=source]').value).toBe('1');
    await take(sandbox);
    expect(text(sandbox, '.origin')).toBe('GPT-2 small · head 5.5');
    expect(sandbox.renderRoot.querySelector('.problem')).toBe(null);
  });

  test.each([
    ['of one token only', { tokens: johnSmith.tokens.slice(0, 1) }, 'too few'],
    ['that are none', {}, 'no number'],
  ])('%s are refused', async (_, changes, problem) => {
    const whole = parseTrace(johnSmith);
    const { model, text: own, tokens, causal, provenance } = { ...whole, ...changes };
    const qkv = { url: 'x', encoding: 'f16', parts: ['q', 'k'] } as const;
    const trace = new Trace({ model, text: own, tokens, causal, provenance, qkv }, (layer, head) =>
      whole.attention(layer, head),
    );
    const infinities = new Uint16Array(2 * 144 * tokens.length * 64).fill(0x7c00).buffer;
    const vectors = async () =>
      tokens.length === 1 ? randomVectors(trace) : readQkv(trace, infinities);
    document.body.append(
      Object.assign(document.createElement('div'), {
        id: 'lens',
        selection: { layer: 0.7, head: Number.NaN, token: null },
        shown: trace,
        vectors,
      }),
    );
    const sandbox = await show({ for: 'lens' });
    await open(sandbox);
    await click(sandbox, 'Take it');
    await eventually(() => expect(text(sandbox, '.problem')).toMatch(problem));
    expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
  });

  test('that cannot be had leave the scene as it is, and say why', async () => {
    const sandbox = await show({ src: '/not-there.json' });
    const heard = vi.fn();
    sandbox.addEventListener('attn-error', heard);
    await click(sandbox, 'Take it from GPT-2 …');
    await eventually(() => expect(text(sandbox, '.problem')).toMatch(/cannot be had/));
    expect(heard).toHaveBeenCalledOnce();
    expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
  });
});

describe('files', () => {
  test('name colours as any program knows them', async () => {
    document.body.style.cssText = 'color-scheme: dark; background: Canvas';
    const sandbox = await show({ tokens: '4', causal: '' });
    const svg = await sandbox.toSvg();
    const colours = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour);
    expect(colours.filter((colour) => !/^(none|rgb\(\d+, \d+, \d+\))$/.test(colour ?? ''))).toEqual(
      [],
    );
  });

  test('are an SVG and a PNG of the plane in the colours it has', async () => {
    const sandbox = await show();
    sandbox.style.setProperty('--attn-key', 'rgb(1 2 3)');
    const svg = new DOMParser().parseFromString(await sandbox.toSvg(), 'image/svg+xml');
    expect(svg.querySelector('parsererror')).toBe(null);
    expect(svg.querySelector('title')?.textContent).toBe('weights 0.55 / 0.31 / 0.13 · Scale 1.41');
    const texts = [...svg.querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(['q', 'k1', 'k2', 'k3', 'v1', 'v2', 'v3', 'out']));
    expect(svg.querySelectorAll('[fill="rgb(1, 2, 3)"]').length).toBeGreaterThanOrEqual(6);
    const png = await sandbox.toPng(1);
    const image = await createImageBitmap(png);
    const { width, height } = find<SVGSVGElement>(sandbox, 'svg.plane').viewBox.baseVal;
    expect([image.width, image.height]).toEqual([width, height + 34]);
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    const circle = handle(sandbox, 'k1').querySelector('circle') as SVGCircleElement;
    // Halfway up the first key's shaft.
    const [x, y] = [circle.cx.baseVal.value, circle.cy.baseVal.value].map((tip, axis) => {
      const middle = (axis === 0 ? width : height) / 2;
      return Math.round(middle + (tip - middle) / 2);
    }) as [number, number];
    const pixels = context.getImageData(x - 3, y - 3, 7, 7).data;
    const darkest = Math.min(...pixels.filter((_, index) => index % 4 === 0));
    expect(darkest).toBeLessThan(60);
  });

  test.each([
    ['of a card that is not on the page yet', () => document.createElement('qkv-sandbox')],
    ['of a card without its plane', () => show({ hide: 'plane' })],
  ])('%s are refused, which is said', async (_, make) => {
    const sandbox = await make();
    await expect(sandbox.toSvg()).rejects.toThrow('There is no plane to save');
    await expect(sandbox.toPng()).rejects.toThrow('There is no plane to save');
  });

  test('are saved by a button', async () => {
    const sandbox = await show();
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download);
    });
    await click(sandbox, 'SVG');
    await click(sandbox, 'PNG');
    await eventually(() => expect(saved).toEqual(['attention.svg', 'attention.png']));
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

/** q, k and v of one head, from a fixed sequence. */
function randomVectors(trace: Trace): QkvVectors {
  const make = (salt: number) =>
    Float32Array.from(
      { length: trace.tokens.length * 64 },
      (_, i) => Math.sin(salt + 12.9898 * i) * 2,
    );
  return { parts: ['q', 'k', 'v'], vectors: (part) => make(part.charCodeAt(0)) };
}
