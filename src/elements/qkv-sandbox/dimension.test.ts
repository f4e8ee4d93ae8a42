// The panel of the dimension slider.

import { describe, expect, test } from 'vitest';
import { click, eventually, find, resetPage, setRange, show, text } from './testing/sandbox.js';

resetPage();

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
