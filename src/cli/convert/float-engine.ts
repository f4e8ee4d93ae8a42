// onnxruntime-web in Node, for float32 passes.

import * as ort from 'onnxruntime-web/wasm';
import type { FloatEngine } from '../../convert/float/float-pass.js';
import { Lock } from '../../runtime/worker/stack/lock.js';

// As everywhere: the order in which numbers are added up is then that of a page.
ort.env.wasm.numThreads = 1;

const lock = new Lock();

export const FLOAT_ENGINE: FloatEngine = (work) => lock.run(() => work(ort));
