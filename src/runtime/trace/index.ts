// The public face of traces: reading, writing and asking them.

export type { HeadShape } from './codec.js';
export { encodeTrace } from './encode.js';
export {
  setTraceRequest,
  TraceLoadError,
  type TraceLoadErrorCode,
  traceFileAddress,
} from './fetch-trace-file.js';
export {
  type AttentionEncoding,
  type HeadId,
  type NextToken,
  type QkvPart,
  TRACE_FORMAT,
  TRACE_LIMITS,
  type TraceFile,
  type TraceModel,
  type TraceProvenance,
  type TraceQkvReference,
  type TraceToken,
} from './format.js';
export { ignoreFirstKey } from './ignore-first.js';
export { loadTrace } from './load.js';
export { loadVectors, vectorsAddress } from './load-vectors.js';
export { checkTrace, parseTrace, parseTraceText } from './parse.js';
export { halfToFloat, type QkvVectors, readQkv } from './qkv.js';
export { type HeadReader, Trace, type TraceHeader } from './trace.js';
export { TraceError } from './trace-error.js';
export { findContinuations } from './words.js';
export { writeJson } from './write-json.js';
