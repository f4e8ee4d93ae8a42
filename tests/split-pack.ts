// For tests/runtime-faults.test.ts, until it names `tinyPack` itself.

export { tinyPack as splitPack } from './tiny-pack.js';
