import { expect, test } from 'vitest';
import type { ErrorInfo, Plan, RuntimeErrorCode } from '../api.js';
import { Recovery } from './recovery.js';

const WEBGPU: Plan = { device: 'webgpu', ortBuild: 'jspi', layout: 'row8' };
const WASM: Plan = { device: 'wasm', ortBuild: 'wasm', layout: 'row8' };
const error = (code: RuntimeErrorCode): ErrorInfo => ({ code, message: '', advice: '' });

test.each(['worker-lost', 'device-lost', 'out-of-memory', 'ort-aborted'] as const)(
  'after %s it starts again twice, later each time, then on WASM twice, then gives up',
  (code) => {
    const recovery = new Recovery();
    const kinds = (plan: Plan) => recovery.next(error(code), plan);
    const first = kinds(WEBGPU);
    const second = kinds(WEBGPU);
    expect([first.kind, second.kind]).toEqual(['respawn', 'respawn']);
    expect((second as { delay: number }).delay).toBeGreaterThan((first as { delay: number }).delay);
    expect(kinds(WEBGPU).kind).toBe('step-down');
    expect([kinds(WASM), kinds(WASM), kinds(WASM)].map(({ kind }) => kind)).toEqual([
      'respawn',
      'respawn',
      'give-up',
    ]);
  },
);

test('a run that worked begins the count anew', () => {
  const recovery = new Recovery();
  for (let time = 0; time < 5; time++) {
    expect(recovery.next(error('worker-lost'), WASM).kind).toBe('respawn');
    recovery.reset();
  }
});

test('what WebGPU cannot open is tried on WASM at once, and not again there', () => {
  for (const code of ['ort-start', 'bad-model'] as const) {
    expect(new Recovery().next(error(code), WEBGPU).kind).toBe('step-down');
    expect(new Recovery().next(error(code), WASM).kind).toBe('give-up');
  }
});

test.each([
  'file-hash',
  'file-unreachable',
  'wasm-blocked',
  'bad-manifest',
  'worker-start',
] as const)('after %s nothing is tried again: it would fail in the same way', (code) => {
  expect(new Recovery().next(error(code), WEBGPU).kind).toBe('give-up');
});
