// Reads what the essay's claims are checked against: the shipped recordings, and a run of the tiny model.

import { readFile } from 'node:fs/promises';
import { decode, encode } from 'gpt-tokenizer/encoding/r50k_base';
import { loadPack, openPack } from '../src/cli/verify/run-pack.js';
import { parseTraceText, readQkv, Trace } from '../src/runtime/trace/index.js';
import { type Sources, WIZARD } from '../stories/essay/claims.js';

const file = (path: string) => new URL(`../${path}`, import.meta.url);
const recording = async (name: string) =>
  parseTraceText(await readFile(file(`traces/${name}.json`), 'utf8'));

/** The recordings as they were published, before they were packed. */
async function readPublished(): Promise<Sources['published']> {
  const read = async (name: string) =>
    JSON.parse(await readFile(file(`traces/recordings/${name}.json`), 'utf8'));
  const [dog, johnSmith, explainer] = await Promise.all(
    ['dog', 'john-smith-qk', 'explainer'].map(read),
  );
  return [dog, johnSmith, ...explainer.examples].map(({ attention }) => attention);
}

export async function readSources(): Promise<Sources> {
  const johnSmith = await recording('john-smith');
  const vectors = new Uint8Array(await readFile(file('traces/john-smith.qkv.bin')));
  return {
    dog: await recording('dog'),
    johnSmith,
    dataVisualization: await recording('data-visualization'),
    artificialIntelligence: await recording('artificial-intelligence'),
    spaceship: await recording('spaceship'),
    published: await readPublished(),
    bothWays: await recording('both-ways'),
    captionAndPicture: await recording('caption-and-picture'),
    johnSmithVectors: readQkv(johnSmith, vectors.buffer),
    wizard: await runTiny(WIZARD),
    tinyScores: JSON.parse(await readFile(file('models/tiny/scores.json'), 'utf8')),
    tokenize: (text) => encode(text).map((id) => decode([id])),
  };
}

async function runTiny(text: string): Promise<Trace> {
  const pack = await loadPack(new URL('../models/tiny', import.meta.url).pathname);
  const { layers, heads } = pack.manifest.architecture;
  const session = await openPack(pack);
  try {
    const ids = encode(text);
    const { attention } = await session.run(ids);
    const size = ids.length ** 2;
    return new Trace(
      {
        model: { id: 'tiny', name: pack.manifest.name, layers, heads },
        text,
        tokens: ids.map((id) => ({ id, text: decode([id]) })),
        causal: true,
        provenance: { kind: 'live', source: 'a run of the tiny demo model' },
      },
      (layer, head) =>
        attention[layer]?.slice(head * size, (head + 1) * size) ?? new Float32Array(),
    );
  } finally {
    await session.release();
  }
}
