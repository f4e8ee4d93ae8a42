// What this browser can run the model on.

import type { DevicePreference, Plan } from '../api.js';
import { RuntimeError } from '../runtime-error.js';

/** The little of WebGPU that a probe asks. Older browsers tell `isFallbackAdapter` on the adapter itself. */
interface Gpu {
  requestAdapter(): Promise<{
    readonly isFallbackAdapter?: boolean;
    readonly info?: { readonly isFallbackAdapter?: boolean };
  } | null>;
}

/** Where a probe looks: `globalThis`, or what a test gives. */
export interface ProbeScope {
  readonly navigator?: { readonly gpu?: Gpu };
  readonly WebAssembly?: object;
}

export const WASM_PLAN: Plan = { device: 'wasm', ortBuild: 'wasm', layout: 'row8' };

/**
 * Chooses device and build. `auto` leaves software adapters aside: the WASM build is faster than a GPU played by the
 * CPU. `webgpu` takes any adapter.
 * @throws {RuntimeError} `no-webgpu` when WebGPU is asked for and there is none.
 */
export async function choosePlan(
  preference: DevicePreference,
  scope: ProbeScope = globalThis as ProbeScope,
): Promise<Plan> {
  if (preference !== 'wasm') {
    const adapter = await findAdapter(scope);
    const software = adapter?.info?.isFallbackAdapter ?? adapter?.isFallbackAdapter ?? false;
    if (adapter && (preference === 'webgpu' || !software)) {
      // JSPI's build is a third smaller than the one that works everywhere.
      const jspi = 'Suspending' in (scope.WebAssembly ?? {});
      return { device: 'webgpu', ortBuild: jspi ? 'jspi' : 'webgpu', layout: 'row8' };
    }
    if (preference === 'webgpu') {
      throw new RuntimeError(
        'no-webgpu',
        'WebGPU was asked for, but this browser offers no adapter here.',
        'Use device "auto" or "wasm". WebGPU needs https (or localhost) and a browser and driver that support it.',
        { subject: 'WebGPU' },
      );
    }
  }
  return WASM_PLAN;
}

async function findAdapter({ navigator }: ProbeScope) {
  try {
    return await navigator?.gpu?.requestAdapter();
  } catch {
    // A blocked or broken driver may throw instead of giving null; there is no adapter in both cases.
    return null;
  }
}
