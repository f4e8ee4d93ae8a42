/**
 * How long a hub asks to wait, in seconds. Retry-After gives seconds or a date; Hugging Face says when its window ends:
 * `RateLimit: "api";r=0;t=55` (huggingface.co/docs/hub/rate-limits).
 */
export function waitOf(headers: Headers, now = Date.now()): number | undefined {
  const after = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(after)) return Number(after);
  const date = Date.parse(after);
  if (Number.isFinite(date)) return Math.max(0, Math.ceil((date - now) / 1000));
  const reset = /;\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  return reset === undefined ? undefined : Number(reset);
}
