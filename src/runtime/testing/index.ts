// `attention-lens/runtime/testing`: what the tests of a page need in place of a model.

export { FAKE_PLAN, FakeEngine } from './fake-engine.js';
