import { expect, test } from 'vitest';
import { choosePlan, type ProbeScope } from './probe.js';

type Adapter = { isFallbackAdapter?: boolean; info?: { isFallbackAdapter?: boolean } };

function browser(adapter: Adapter | null, { jspi = false } = {}): ProbeScope {
  return {
    navigator: { gpu: { requestAdapter: async () => adapter } },
    WebAssembly: jspi ? { Suspending: class {} } : {},
  };
}

const broken: ProbeScope = {
  navigator: { gpu: { requestAdapter: () => Promise.reject(new Error('blocked')) } },
};

test.each([
  ['a GPU', browser({}), 'webgpu', 'webgpu'],
  ['a GPU and JSPI', browser({}, { jspi: true }), 'webgpu', 'jspi'],
  ['a GPU played by the CPU', browser({ info: { isFallbackAdapter: true } }), 'wasm', 'wasm'],
  ['the same, told in the older way', browser({ isFallbackAdapter: true }), 'wasm', 'wasm'],
  ['no adapter', browser(null), 'wasm', 'wasm'],
  ['no WebGPU', {}, 'wasm', 'wasm'],
  ['a broken driver', broken, 'wasm', 'wasm'],
] as const)('with %s, auto takes %s', async (_name, scope, device, ortBuild) => {
  expect(await choosePlan('auto', scope)).toEqual({ device, ortBuild, layout: 'row8' });
});

test('a software adapter is taken when WebGPU is asked for', async () => {
  const scope = browser({ info: { isFallbackAdapter: true } });
  expect(await choosePlan('webgpu', scope)).toMatchObject({ device: 'webgpu' });
});

test('WASM is taken when it is asked for, GPU or not', async () => {
  expect(await choosePlan('wasm', browser({}))).toMatchObject({ device: 'wasm' });
});

test.each([[browser(null)], [{}], [broken]])(
  'WebGPU asked for in vain is an error',
  async (scope) => {
    await expect(choosePlan('webgpu', scope)).rejects.toMatchObject({ code: 'no-webgpu' });
  },
);
