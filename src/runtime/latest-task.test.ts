import { expect, test } from 'vitest';
import { LatestTask } from './latest-task.js';

test('a run ends with its value, or with its error', async () => {
  const task = new LatestTask();
  expect(await task.run(async () => 1)).toEqual({ status: 'fulfilled', value: 1 });
  const error = new Error('no');
  expect(await task.run(() => Promise.reject(error))).toEqual({
    status: 'rejected',
    reason: error,
  });
  const thrown = await task.run(() => {
    throw error;
  });
  expect(thrown).toEqual({ status: 'rejected', reason: error });
});

test('a newer run cancels the one before, whatever that comes to', async () => {
  const task = new LatestTask();
  let resolve = (_value: string): void => {};
  const promise = new Promise<string>((settle) => {
    resolve = settle;
  });
  const value = task.run(() => promise);
  const error = task.run(async () => {
    await promise;
    throw new Error('late');
  });
  const latest = task.run(() => promise);
  resolve('x');
  expect(await value).toBeUndefined();
  expect(await error).toBeUndefined();
  expect(await latest).toEqual({ status: 'fulfilled', value: 'x' });
});

test('a newer run has begun when the signal of the one before fires', async () => {
  const task = new LatestTask();
  const steps: string[] = [];
  void task.run((signal) => {
    signal.addEventListener('abort', () => steps.push('the first is cancelled'));
    return new Promise(() => {});
  });
  await task.run(() => steps.push('the second begins'));
  expect(steps).toEqual(['the second begins', 'the first is cancelled']);
});

test('what is cancelled runs no longer, and a run that is over is left alone', async () => {
  const task = new LatestTask();
  const signals: AbortSignal[] = [];
  const note = (signal: AbortSignal) => signals.push(signal);
  await task.run(note);
  task.cancel();
  await task.run(note);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);

  const waiting = task.run(() => new Promise<never>((_, reject) => setTimeout(reject)));
  task.cancel();
  expect(await waiting).toBeUndefined();
});
