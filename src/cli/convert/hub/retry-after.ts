import { askedWait } from '../../../runtime/fetch/retry.js';

/**
 * How many seconds a hub asks to wait. Instead of `Retry-After`, Hugging Face may say when its window ends: `RateLimit: "api";r=0;t=55`
 * (huggingface.co/docs/hub/rate-limits).
 */
export function waitOf(headers: Headers): number | undefined {
  const asked = askedWait(headers);
  if (asked !== undefined) return Math.ceil(asked / 1000);
  const reset = /;\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  return reset === undefined ? undefined : Number(reset);
}
