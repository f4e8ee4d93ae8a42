// Runs a pack that lies somewhere as files, on a build of onnxruntime-web that the caller has: a part is read, opened, and
// then nothing of it is kept but what the session holds.

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import {
  BlockStack,
  type StackLayer,
  type StackParts,
} from '../../runtime/worker/stack/block-stack.js';
import { maskEdits } from '../../runtime/worker/stack/edits.js';
import { WEIGHTS_PATH } from '../../runtime/worker/stack/open-session.js';
import { RowTable } from '../../runtime/worker/stack/row-table.js';
import type { FloatEngine } from '../float/float-pass.js';
import { joinBytes } from '../join-bytes.js';
import type { PackPart } from '../part-files.js';

export type Device = 'wasm' | 'webgpu';

type Session = Awaited<ReturnType<StackParts['output']>>;

/** A whole pack. */
export interface StoredPack {
  readonly architecture: ModelArchitecture;
  graph(name: 'block' | 'output', device: Device): Promise<Uint8Array>;
  /** The files of a part, joined. */
  part(part: PackPart): Promise<Uint8Array<ArrayBuffer>>;
}

/** What one run gives. */
export interface PackRun {
  /** Per layer [H,T,T]. */
  readonly attention: readonly Float32Array[];
  /** Per layer [T,3d]. */
  readonly qkv: readonly Float32Array[];
  /** [V], of the last position. */
  readonly logits: Float32Array;
}

export interface PackSession {
  /** @param headMask [L,H]; every head is on by default. @throws {WrongOutputError} */
  run(ids: readonly number[], headMask?: Float32Array): Promise<PackRun>;
  release(): Promise<void>;
}

/** @param device whose graphs are run, on WASM in any case: slowly, those for WebGPU are computed too. */
export async function openPackSession(
  engine: FloatEngine,
  pack: StoredPack,
  device: Device,
): Promise<PackSession> {
  const { stack, release } = await openPackStack(engine, pack, device);
  return {
    run: (ids, headMask) => run(stack, pack.architecture, ids, headMask),
    release,
  };
}

/** The same, with all that a stack can be asked for. */
export async function openPackStack(
  engine: FloatEngine,
  pack: StoredPack,
  device: Device,
): Promise<{ readonly stack: BlockStack; release(): Promise<void> }> {
  const { architecture } = pack;
  const sessions: Session[] = [];
  const open = async (name: 'block' | 'output', data: Uint8Array) => {
    const graph = await pack.graph(name, device);
    // One after another: two at once, with the same name of external data, would both have the second's weights.
    const session = await engine((ort) =>
      ort.InferenceSession.create(graph, {
        executionProviders: ['wasm'],
        externalData: [{ path: WEIGHTS_PATH, data }],
      }),
    );
    sessions.push(session);
    return session;
  };
  for (let layer = 0; layer < architecture.layers; layer++) {
    await open('block', await pack.part(layer));
  }
  const embedding = await pack.part('embedding');
  const output = await open('output', joinBytes([embedding, await pack.part('output')]));
  const rows = new RowTable(architecture, embedding, await pack.part('positions'));
  const stack = new BlockStack({
    ort: await engine(async (ort) => ort),
    architecture,
    lock: { run: (work) => engine(work) },
    rows: async () => rows,
    block: async (layer) => sessions[layer] as Session,
    output: async () => output,
  });
  return {
    stack,
    async release() {
      for (const session of sessions) await session.release();
    },
  };
}

async function run(
  stack: BlockStack,
  { layers }: ModelArchitecture,
  ids: readonly number[],
  headMask?: Float32Array,
): Promise<PackRun> {
  const perLayer: StackLayer[] = [];
  const logits = await stack.run({
    ids,
    reads: Array.from({ length: layers }, () => ['qkv'] as const),
    edits: maskEdits(headMask, layers),
    onLayer: (layer) => perLayer.push(layer),
  });
  return {
    attention: perLayer.map(({ attention }) => attention),
    qkv: perLayer.map(({ read }) => read.qkv ?? new Float32Array()),
    logits,
  };
}
