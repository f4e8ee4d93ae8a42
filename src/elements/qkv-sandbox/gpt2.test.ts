// Real numbers: from the recording that comes with the package, or from a lens on the page.

import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../traces/dog.json' with { type: 'json' };
import johnSmith from '../../../traces/john-smith.json' with { type: 'json' };
import { parseTrace, type QkvVectors, readQkv, Trace } from '../../runtime/trace/index.js';
import '../attn-lens/attn-lens.js';
import type { QkvSandbox } from './qkv-sandbox.js';
import {
  click,
  eventually,
  find,
  press,
  resetPage,
  setRange,
  show,
  text,
} from './testing/sandbox.js';

resetPage();

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

  test('that are not available leave the scene as it is, and say why', async () => {
    const sandbox = await show({ src: '/not-there.json' });
    const heard = vi.fn();
    sandbox.addEventListener('attn-error', heard);
    await click(sandbox, 'Take it from GPT-2 …');
    await eventually(() => expect(text(sandbox, '.problem')).toMatch(/cannot be had/));
    expect(heard).toHaveBeenCalledOnce();
    expect(text(sandbox, '.badge')).toBe('weights 0.55 / 0.31 / 0.13');
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
