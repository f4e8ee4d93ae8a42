/// <reference types="onnxruntime-web" />
// Sessions of onnxruntime-web over graphs and weights, and what its failures mean.

import type { InferenceSession } from 'onnxruntime-web';
import { RuntimeError } from '../../runtime-error.js';
import { shorten } from '../../shorten.js';
import { breakdown } from '../breakdown.js';
import type { Ort } from '../ort.js';

/** The name under which the graphs look for their weights. */
export const WEIGHTS_PATH = 'weights.bin';

export interface SessionFiles {
  readonly graph: Uint8Array;
  readonly weights: Uint8Array;
  /** What the graph must give. */
  readonly outputs: readonly string[];
  /** Where the graph is from, to be named in an error. */
  readonly url: string;
}

/** Never while another one is created or runs: see `lock.ts`. @throws {RuntimeError} `ort-start`, `bad-model` or a breakdown. */
export async function openSession(
  ort: Pick<Ort, 'InferenceSession'>,
  device: 'wasm' | 'webgpu',
  { graph, weights, outputs, url }: SessionFiles,
): Promise<InferenceSession> {
  let session: InferenceSession;
  try {
    session = await ort.InferenceSession.create(graph, {
      executionProviders: [device],
      externalData: [{ path: WEIGHTS_PATH, data: weights }],
      // Errors only: on WebGPU it always warns that shapes are computed on the CPU, which is as it should be.
      logSeverityLevel: 3,
    });
  } catch (error) {
    throw startError(error, url);
  }
  const missing = outputs.find((name) => !session.outputNames.includes(name));
  if (missing !== undefined) throw badModel(`its graph has no output "${missing}"`, url);
  return session;
}

/** What a run that failed has to say. */
export function runError(error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  return (
    breakdown(error) ??
    new RuntimeError(
      'run',
      `The model could not run: ${shorten(messageOf(error))}.`,
      'Try again. If it keeps failing, load the model again or choose device "wasm".',
      { cause: error },
    )
  );
}

/** @param problem as "logits has values that are not finite". @param url of the graph that gave them. */
export function wrongOutput(problem: string, url: string): RuntimeError {
  return new RuntimeError(
    'bad-model',
    `The model's numbers cannot be right: ${problem} (${shorten(url)}).`,
    'Authors: check the pack with `attention-lens verify`. If it is sound, this device computes it wrongly: choose device "wasm".',
    { subject: url },
  );
}

function startError(error: unknown, url: string): RuntimeError {
  const message = messageOf(error);
  // What stopped the start may have a name already: its .wasm could not be fetched.
  if (error instanceof RuntimeError) return error;
  // How onnxruntime-web begins the message of a backend that does not start, whatever the reason.
  if (/no available backend|failed to asynchronously prepare wasm/i.test(message)) {
    return new RuntimeError(
      'ort-start',
      `onnxruntime-web did not start: ${message}.`,
      'Authors: its .wasm has to be of the version this library depends on, and where a bundle is on another server than the page, ortBase has to say where.',
      { subject: 'onnxruntime-web', cause: error },
    );
  }
  return breakdown(error) ?? badModel(message, url, error);
}

function badModel(what: string, url: string, cause?: unknown): RuntimeError {
  return new RuntimeError(
    'bad-model',
    `The model could not be opened: ${shorten(what)} (${shorten(url)}).`,
    'Authors: make the pack again with `attention-lens convert` of this version.',
    { subject: url, cause },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
