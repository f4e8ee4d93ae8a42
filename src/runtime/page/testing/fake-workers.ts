// What tests of the page's engine share: engines whose workers are fake ones.

import { beforeEach, expect, vi } from 'vitest';
import type { Plan } from '../../api.js';
import type { PackAddress } from '../../packs/pack-address.js';
import { FakeWorker } from '../../testing/fake-worker.js';
import { manifestUrl } from '../../testing/manifest.js';
import { PageEngine } from '../engine.js';

export const plan: Plan = { device: 'wasm', ortBuild: 'wasm', layout: 'row8' };

/** The workers that engines have started, in this test. */
export let workers: FakeWorker[];

/** Every test begins without workers. */
export function resetWorkers(): void {
  beforeEach(() => {
    workers = [];
  });
}

export function makeEngine(url = manifestUrl(), settings = {}, first = plan): PageEngine {
  const address: PackAddress = {
    manifestUrl: url,
    fileUrl: (path) => `https://models.example/${path}`,
  };
  return new PageEngine(address, {
    settings: () => ({ device: 'wasm', ortBase: 'https://ort.example/dist', ...settings }),
    choosePlan: async () => first,
    spawn: async () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker.port;
    },
  });
}

export async function firstWorker(): Promise<FakeWorker> {
  return await vi.waitFor(() => {
    const [worker] = workers;
    if (!worker) throw new Error('no worker yet');
    return worker;
  });
}

export async function makeLoaded(): Promise<{ engine: PageEngine; worker: FakeWorker }> {
  const engine = makeEngine();
  const loaded = engine.load();
  const worker = await firstWorker();
  await worker.finishLoad();
  await loaded;
  return { engine, worker };
}

export function statesOf(engine: PageEngine): string[] {
  const states: string[] = [];
  engine.subscribe(({ state }) => states.push(state));
  return states;
}

export const code = (expected: string) => expect.objectContaining({ code: expected });
