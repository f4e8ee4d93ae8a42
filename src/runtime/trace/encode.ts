import { bytesToBase64 } from './base64.js';
import { bytesPerHead, encodeHead } from './codec.js';
import { type AttentionEncoding, TRACE_FORMAT, type TraceFile } from './format.js';
import type { Trace } from './trace.js';

/** A trace as a file, ready for `JSON.stringify`. */
export function encodeTrace(trace: Trace, encoding: AttentionEncoding = 'u8-sqrt'): TraceFile {
  const { model, shape } = trace;
  const headBytes = bytesPerHead(shape, encoding);
  const bytes = new Uint8Array(headBytes * model.layers * model.heads);
  let at = 0;
  for (let layer = 0; layer < model.layers; layer++) {
    for (let head = 0; head < model.heads; head++, at += headBytes) {
      bytes.set(encodeHead(trace.attention(layer, head), shape, encoding), at);
    }
  }
  return {
    format: TRACE_FORMAT,
    model,
    text: trace.text,
    tokens: trace.tokens,
    ...(trace.crossAttention && { keys: trace.keys }),
    causal: trace.causal,
    attention: { encoding, data: bytesToBase64(bytes) },
    ...(trace.next && { next: trace.next }),
    ...(trace.qkv && { qkv: trace.qkv }),
    provenance: trace.provenance,
  };
}
