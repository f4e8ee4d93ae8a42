// A goal that the page sets.

import { describe, expect, test, vi } from 'vitest';
import { click, find, press, resetPage, show, text } from './testing/sandbox.js';

resetPage();

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
