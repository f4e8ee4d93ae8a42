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
  HubCost,
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
  RunOptions,
  RunRequest,
  Runtime,
  RuntimeErrorCode,
  RuntimeOptions,
  RunWants,
  TokenizedText,
  Truncation,
} from './api.js';
// What the elements need besides. No promise to others: any of it may change with any version.
export { ownBase } from './delivery.js';
export { isOvertaken } from './is-overtaken.js';
export { LatestTask } from './latest-task.js';
export { KNOWN_PACKS } from './packs/known-packs.js';
export { currentRuntime } from './page/current-runtime.js';
export { importRuntime } from './page/import-runtime.js';
export { getRuntime } from './page/shared-runtime.js';
export { type Policy, sharedPolicy } from './page/trusted-types.js';
export { recordedVectors } from './recorded-vectors.js';
export { RuntimeError } from './runtime-error.js';
export type { HeadId } from './trace/index.js';
