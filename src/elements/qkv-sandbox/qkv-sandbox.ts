// Defines <qkv-sandbox>.

import { QkvSandbox } from './qkv-sandbox.element.js';

export type { LinkedLens } from '../shared/linked-lens.js';
export { registerWords } from '../shared/localize.js';
export type { AttnChangeEvent, AttnGoalEvent, SandboxNumbers } from './events.js';
export type { GoalError } from './goal.js';
export * from './qkv-sandbox.element.js';
export type { Row } from './real-numbers.js';
export type { SceneError, SceneFile, SceneFileToken } from './scene-file.js';

QkvSandbox.define();

declare global {
  interface HTMLElementTagNameMap {
    'qkv-sandbox': QkvSandbox;
  }
}
