// `attention-lens/runtime/testing`: for the tests of pages that use the elements or the runtime. An engine that loads no
// model and answers when a test says so.

export { FAKE_PLAN, FakeEngine } from './fake-engine.js';
