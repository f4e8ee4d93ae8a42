import type { Page } from 'playwright';

/** Asks the worker with this number for something, through the bench's page (`page.js`). It starts with the first question. */
export async function askWorker(
  page: Page,
  index: number,
  task: string,
  options: unknown,
): Promise<number> {
  const { result, error } = await page.evaluate(
    ([index, task, options]) =>
      (
        globalThis as unknown as {
          askWorker: (...args: unknown[]) => Promise<{ result?: number; error?: string }>;
        }
      ).askWorker(index, task, options),
    [index, task, options] as const,
  );
  if (result === undefined) throw new Error(error);
  return result;
}
