// The public API of the runtime. No DOM at import.

export type {
  Abortable,
  DevicePreference,
  Engine,
  EngineOptions,
  EngineStatus,
  ErrorInfo,
  Estimate,
  FileRequest,
  HeadId,
  KnownModel,
  Lease,
  LiveTrace,
  LoadProgress,
  ModelInfo,
  Notice,
  NoticeCode,
  OrtBuild,
  Plan,
  RunInput,
  RunRequest,
  Runtime,
  RuntimeErrorCode,
  RuntimeOptions,
  RunWants,
  TokenizedText,
  Truncation,
} from './api.js';
export { getRuntime } from './page/shared-runtime.js';
export { RuntimeError } from './runtime-error.js';
