import { expect, test } from 'vitest';
import { progressOn, stepsOn } from './progress.js';

function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, stream: { isTTY, write } as unknown as NodeJS.WriteStream };
}

test('a terminal sees a bar that fills, and then another line', () => {
  const { written, stream: terminal } = stream(true);
  const { report, end } = progressOn(terminal);
  for (const loaded of [0, 1.5e6, 3e6]) report('model.safetensors', loaded, 3e6);
  expect(written).toEqual([
    `\rmodel.safetensors ${'░'.repeat(30)} 0.0 of 3.0 MB`,
    `\rmodel.safetensors ${'█'.repeat(15)}${'░'.repeat(15)} 1.5 of 3.0 MB`,
    `\rmodel.safetensors ${'█'.repeat(30)} 3.0 of 3.0 MB\n`,
  ]);
  end();
  expect(written).toHaveLength(3);
});

test('a bar that does not fill ends its line before what comes next', () => {
  const { written, stream: terminal } = stream(true);
  const { report, end } = progressOn(terminal);
  report('a', 1e6, 0);
  report('b', 1e6, 3e6);
  end();
  end();
  const bar = (path: string, filled: number, total: string) =>
    `\r${path} ${'█'.repeat(filled).padEnd(30, '░')} 1.0 of ${total} MB`;
  expect(written).toEqual([bar('a', 0, '?'), '\n', bar('b', 10, '3.0'), '\n']);
});

test('a log gets a line every tenth, and says so where the size is not known', () => {
  const { written, stream: log } = stream(false);
  const { report, end } = progressOn(log);
  for (let loaded = 0; loaded <= 100; loaded++) report('w', loaded * 1e6, 1e8);
  expect(written).toHaveLength(11);
  report('index', 5e6, 0);
  expect(written.at(-1)).toBe('index  5.0 of ? MB\n');
  end();
  expect(written).toHaveLength(12);
});

test('steps are for a terminal only, and leave nothing on it', () => {
  const [terminal, log] = [stream(true), stream(false)];
  for (const { stream: one } of [terminal, log]) {
    const steps = stepsOn(one);
    steps.report('Rounding: layer 1 of 2');
    steps.end();
  }
  expect(terminal.written.join('')).toBe('\r\x1b[KRounding: layer 1 of 2\r\x1b[K');
  expect(log.written).toEqual([]);
});
