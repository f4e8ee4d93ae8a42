// What onnxruntime-web really runs on, asked of itself once a session is open.

import type { Plan } from '../api.js';
import { pause } from '../fetch/retry.js';
import { RuntimeError } from '../runtime-error.js';
import type { Ort } from './ort.js';

/** The little of a GPUDevice that is asked for here. */
interface Device {
  readonly lost?: Promise<{ readonly reason?: string; readonly message: string }>;
}

/** The plan with the device that onnxruntime-web holds. */
export async function planInUse(ort: Ort, plan: Plan): Promise<Plan> {
  return (await deviceOf(ort, plan))?.lost ? plan : { ...plan, device: 'wasm' };
}

/** Calls back when the GPU goes away, after which no run would ever answer. */
export function watchDevice(ort: Ort, plan: Plan, onLost: (error: RuntimeError) => void): void {
  void deviceOf(ort, plan)
    .then((device) => device?.lost)
    .then((info) => info && onLost(deviceLost(info.message)));
}

/** How much later than what it makes fail a GPU may say that it has gone. */
const LOSS_MS = 500;

/**
 * That the GPU has gone away, where that is what is behind an error: onnxruntime-web says of it that a run failed, or gives
 * numbers that cannot be right.
 * @param opened once a session is open.
 */
export async function lossBehind(
  error: unknown,
  opened: Promise<Ort>,
  plan: Plan,
): Promise<RuntimeError | undefined> {
  if (error instanceof RuntimeError && error.code !== 'bad-model') return undefined;
  const ort = await opened.catch(() => undefined);
  const device = ort && (await deviceOf(ort, plan));
  if (!device?.lost) return undefined;
  const info = await Promise.race([device.lost, pause(LOSS_MS).then(() => undefined)]);
  return info && deviceLost(info.message);
}

/** Before a session is open, asking would make a device of its own. */
async function deviceOf(ort: Ort, { device }: Plan): Promise<Device | undefined> {
  if (device !== 'webgpu') return undefined;
  return (await ort.env.webgpu.device) as Device | undefined;
}

function deviceLost(message: string): RuntimeError {
  return new RuntimeError(
    'device-lost',
    `The GPU went away${message ? `: ${message}` : ''}.`,
    'Load the model again, or choose device "wasm".',
    { subject: 'WebGPU' },
  );
}
