// The worker's script, the only way to onnxruntime-web and the tokenizer. Where there can be no worker the page imports
// it and serves a MessagePort instead.

import { holdLifeLock } from '../wire/life-lock.js';
import { type Endpoint, serve } from './serve.js';

export { serve };

const SERVING = Symbol.for('attention-lens/serving');
const scope = globalThis as { [SERVING]?: boolean };

// WebKit runs a worker's first script once more when a lazy part of it imports what they share: the second must not take
// the messages from the first, which has the model.
if ('DedicatedWorkerGlobalScope' in globalThis && !scope[SERVING]) {
  scope[SERVING] = true;
  void holdLifeLock().then((lock) => serve(globalThis as unknown as Endpoint, undefined, lock));
}
