import type { TraceToken } from '../../runtime/trace/index.js';

/** A token's UTF-8 bytes in hex, as in "20 f0 9f": all there is to see of one that holds a part of a character. */
export function bytesOf(token: TraceToken): string {
  const hex =
    'bytes' in token
      ? (token.bytes.match(/../g) ?? [])
      : [...new TextEncoder().encode(token.text)].map((byte) => byte.toString(16).padStart(2, '0'));
  return hex.join(' ');
}
