// The worker's script, the only way to onnxruntime-web and the tokenizer. Where there can be no worker the page imports
// it and serves a MessagePort instead.

import { holdLifeLock } from './life-lock.js';
import { type Endpoint, serve } from './serve.js';

export { serve };

if ('DedicatedWorkerGlobalScope' in globalThis) {
  void holdLifeLock().then((lock) => serve(globalThis as unknown as Endpoint, undefined, lock));
}
