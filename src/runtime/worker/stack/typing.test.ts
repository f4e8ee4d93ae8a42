// What a reader does to a text, over a stack that keeps its runs: every number is that of a fresh run, bit for bit.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadPack, openStack } from '../../../cli/verify/run-pack.js';
import { randomNumbers, writeRandomPack } from '../../../convert/testing/random-checkpoint.js';
import type { ModelArchitecture } from '../../packs/manifest.js';
import type { StackLayer, StackRequest } from './block-stack.js';
import { editsKey, headScales, type LayerEdits } from './edits.js';
import { type KeptRun, KeptRuns } from './kept-runs.js';

const LAYERS = 4;
const HEADS = 3;
const ARCHITECTURE: ModelArchitecture = {
  layers: LAYERS,
  heads: HEADS,
  dModel: 48,
  dInner: 66,
  vocab: 97,
  context: 70,
  layerNormEpsilon: 1e-5,
};
const IDS = Array.from({ length: 64 }, (_, at) => (at * 7919 + 11) % ARCHITECTURE.vocab);

/** How the stack asks a session. */
interface RunsSession {
  run(feeds: ort.InferenceSession.FeedsType, ...rest: unknown[]): Promise<unknown>;
}

/** What a run gives. */
interface Numbers {
  readonly attention: Float32Array[];
  /** What was asked for, layer by layer. */
  readonly read: Float32Array[];
  readonly logits: Float32Array;
}

type Asked = Pick<StackRequest, 'ids' | 'edits' | 'reads'>;

let open: Awaited<ReturnType<typeof openStack>>;
let kept: KeptRuns;
/** How many rows each session was run of, in order: the layers', and 1 of the output's. */
let sizes: number[] = [];

beforeAll(() => {
  const sessions = (ort.InferenceSession as unknown as { prototype: RunsSession }).prototype;
  const { run } = sessions;
  vi.spyOn(sessions, 'run').mockImplementation(function (this: RunsSession, feeds, ...rest) {
    sizes.push((feeds.residual as ort.Tensor).dims[1] ?? 0);
    return run.apply(this, [feeds, ...rest]);
  });
  return () => vi.restoreAllMocks();
});

beforeEach(() => {
  kept = new KeptRuns();
});

async function run(request: StackRequest, keep?: (run: KeptRun) => void): Promise<Numbers> {
  sizes = [];
  const attention: Float32Array[] = [];
  const read: Float32Array[] = [];
  const onLayer = (layer: StackLayer) => {
    attention.push(layer.attention);
    read.push(...Object.values(layer.read));
  };
  const logits = await open.stack.run({ ...request, onLayer }, keep);
  return { attention, read, logits };
}

/** As the worker does it. */
async function runKept(asked: Asked, owner = 1): Promise<Numbers> {
  const keys = Array.from({ length: LAYERS }, (_, layer) => editsKey(asked.edits?.[layer]));
  const reuse = kept.find(owner, asked.ids, keys);
  return run({ ...asked, reuse }, (run) => kept.add(owner, run));
}

function bytesOf({ attention, read, logits }: Numbers): Buffer {
  const arrays = [...attention, ...read, logits];
  return Buffer.concat(
    arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}

/** @returns how many tokens each session was run of. */
async function expectFresh(asked: Asked): Promise<readonly number[]> {
  const found = bytesOf(await runKept(asked));
  const used = sizes;
  expect(found.equals(bytesOf(await run(asked)))).toBe(true);
  return used;
}

const headOff = (layer: number, head: number): (LayerEdits | undefined)[] => {
  const scales = new Float32Array(HEADS).fill(1);
  scales[head] = 0;
  return Array.from({ length: LAYERS }, (_, at) => (at === layer ? headScales(scales) : undefined));
};

describe.each([
  ['a multiple of four wide', 48, 1],
  // One row alone would round otherwise than with others, so it gets a companion.
  ['of an odd width', 51, 2],
])('in a model whose heads are %s', (_name, dModel, one) => {
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
    const { pack } = await writeRandomPack(folder, { ...ARCHITECTURE, dModel }, 5);
    open = await openStack(await loadPack(pack), 'wasm');
    return async () => {
      await open.release();
      await rm(folder, { recursive: true, force: true });
    };
  });

  test('a text typed letter by letter runs one token at a time', async () => {
    for (let length = 1; length <= 64; length++) {
      const used = await expectFresh({ ids: IDS.slice(0, length) });
      expect(used).toEqual([one, one, one, one, 1]);
    }
  });

  test('a text that is deleted again runs no layer', async () => {
    await runKept({ ids: IDS });
    for (let length = 63; length >= 1; length--) {
      expect(await expectFresh({ ids: IDS.slice(0, length) })).toEqual([1]);
    }
  });

  test.each([1, 7, 30, 62, 63])('a text changed at token %i runs from there on', async (at) => {
    await runKept({ ids: IDS });
    const ids = IDS.with(at, 5);
    const rest = Math.max(one, 64 - at);
    expect(await expectFresh({ ids })).toEqual([rest, rest, rest, rest, 1]);
    // And back.
    expect(await expectFresh({ ids: IDS })).toEqual([1]);
  });

  test('a text that grows by several tokens, shrinks and grows otherwise', async () => {
    const random = randomNumbers(9);
    let ids = IDS.slice(0, 5);
    for (let step = 0; step < 40; step++) {
      const cut = Math.floor(random() * ids.length);
      const added = IDS.slice(0, 1 + Math.floor(random() * 12)).map((id) => (id + step) % 97);
      ids = [...ids.slice(0, cut), ...added].slice(0, 64);
      await expectFresh({ ids });
    }
  });

  describe('a head that is switched off', () => {
    test.each([0, 1, 3])('in layer %i runs its layer and the later ones', async (layer) => {
      const ids = IDS.slice(0, 9);
      const edits = headOff(layer, 1);
      await runKept({ ids });
      const used = await expectFresh({ ids, edits });
      expect(used).toEqual([...Array.from({ length: 4 - layer }, () => 9), 1]);
      expect(await expectFresh({ ids })).toEqual([1]);
      // Typed with the head off.
      expect(await expectFresh({ ids: IDS.slice(0, 10), edits })).toEqual([one, one, one, one, 1]);
    });
  });

  test('vectors are of all tokens, and only their layer runs again', async () => {
    const ids = IDS.slice(0, 9);
    await runKept({ ids });
    expect(await expectFresh({ ids, reads: [[], [], ['qkv']] })).toEqual([9, 1]);
    const longer = IDS.slice(0, 10);
    expect(await expectFresh({ ids: longer, reads: [[], ['qkv']] })).toEqual([
      one,
      10,
      one,
      one,
      1,
    ]);
  });

  test('every point between the parts can be read, of the tokens alone', async () => {
    const ids = IDS.slice(0, 1);
    const points = ['residual.pre', 'residual.mid', 'residual.post', 'heads', 'qkv'] as const;
    const { read } = await run({ ids, reads: [points, ['residual.pre']] });
    const [pre, mid, post, heads, qkv, next] = read;
    expect([pre, mid, post, heads].map((values) => values?.length)).toEqual(Array(4).fill(dModel));
    expect(qkv).toHaveLength(3 * dModel);
    expect(next).toEqual(post);
    expect(mid).not.toEqual(pre);
    // A text of one token reads its own value.
    expect(heads).toEqual(qkv?.slice(2 * dModel));
    await runKept({ ids: IDS.slice(0, 9) });
    expect(await expectFresh({ ids: IDS.slice(0, 10), reads: [[], points] })).toEqual([
      ...[one, 10, one, one],
      1,
    ]);
  });

  test('what is edited at one place of a text runs again from its layer on', async () => {
    const patch = (tokens: number): (LayerEdits | undefined)[] => [
      undefined,
      {
        'residual.mid': {
          keep: { values: new Float32Array(tokens).fill(1).fill(0, 2, 3), dims: [1, tokens, 1] },
        },
      },
    ];
    await runKept({ ids: IDS.slice(0, 9), edits: patch(9) });
    expect(await expectFresh({ ids: IDS.slice(0, 10), edits: patch(10) })).toEqual([
      one,
      10,
      10,
      10,
      1,
    ]);
  });

  test('a run that was stopped is continued from where it came', async () => {
    const ids = IDS.slice(0, 9);
    const stop = new AbortController();
    const keys = ['', '', '', ''];
    let told = 0;
    const stopped = open.stack.run(
      { ids, signal: stop.signal, onLayer: () => ++told === 2 && stop.abort() },
      (run) => kept.add(1, run),
    );
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(kept.find(1, ids, keys)).toMatchObject({ tokens: 9, layers: 2 });
    expect(await expectFresh({ ids })).toEqual([9, 9, 1]);
  });

  test('the runs of one owner are not those of another', async () => {
    await runKept({ ids: IDS.slice(0, 9) }, 1);
    await runKept({ ids: IDS.slice(0, 9) }, 2);
    expect(sizes).toEqual([9, 9, 9, 9, 1]);
  });
});
