import { askedWait } from '../../../runtime/fetch/retry.js';

/**
 * How long a hub asks to wait, in seconds. Hugging Face may say when its window ends instead: `RateLimit: "api";r=0;t=55`
 * (huggingface.co/docs/hub/rate-limits).
 */
export function waitOf(headers: Headers): number | undefined {
  const asked = askedWait(headers);
  if (asked !== undefined) return Math.ceil(asked / 1000);
  const reset = /;\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  return reset === undefined ? undefined : Number(reset);
}
