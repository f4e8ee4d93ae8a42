// Sends requests to a hub again, as long as that may help.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from './hub.js';
import { HubError } from './hub-error.js';

/** If the hub says that it is busy. */
const BUSY_TRIES = 6;
const TRIES = 4;
/** Before the second try. Each pause is twice the one before. */
const FIRST_PAUSE_SECONDS = 0.5;
/** Hugging Face counts requests in windows of five minutes. */
const LONGEST_WAIT_SECONDS = 600;

/**
 * Repeats `attempt` until it succeeds or another try is useless.
 * @param progress whether a failed try brought some bytes; then the count starts again.
 * @throws {HubError} the last error.
 */
export async function retryHub<Result>(
  attempt: () => Promise<Result>,
  { say, progress = async () => false }: { say: Say; progress?: () => Promise<boolean> },
): Promise<Result> {
  for (let failed = 1; ; failed++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      if (await progress()) failed = 1;
      const seconds = secondsBefore(error, failed);
      if (seconds === undefined) throw withAdvice(error);
      if (seconds >= 2) say(`${error.message} Trying again in ${durationOf(seconds)}.`);
      await sleep(1000 * seconds);
    }
  }
}

/** How long to wait after `failed` failed tries in a row. Nothing if another try is useless. */
export function secondsBefore(
  { passing, busy, wait }: HubError,
  failed: number,
): number | undefined {
  const again = passing && failed < (busy ? BUSY_TRIES : TRIES);
  if (!again || (wait ?? 0) > LONGEST_WAIT_SECONDS) return undefined;
  return Math.max(wait ?? 0, FIRST_PAUSE_SECONDS * 2 ** (failed - 1));
}

function withAdvice(error: HubError): HubError {
  if (!error.busy) return error;
  const { wait = 0 } = error;
  const wish = wait > LONGEST_WAIT_SECONDS ? ` It asks to wait ${durationOf(wait)}.` : '';
  const advice =
    'Run the command again later, set HF_TOKEN, which raises the limit, or HF_ENDPOINT to a mirror.';
  return new HubError('hub', `${error.message}${wish} ${advice}`, { cause: error });
}

function durationOf(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200
    ? `${Math.round(seconds / 60)} minutes`
    : `${Math.round(seconds / 3600)} hours`;
}
