// The recorded attention that ships with the package, in `traces/`: what GPT-2 small gave to others.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { parseTraceText, type Trace } from '../../runtime/trace/index.js';
import { packageFolder } from '../package-root.js';

/** All of them. Traces made by hand, which ship beside them, are of no model. */
export async function recordings(): Promise<readonly Trace[]> {
  const folder = packageFolder('traces');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const traces = await Promise.all(
    names.map(async (name) => parseTraceText(await readFile(join(folder, name), 'utf8'))),
  );
  return traces.filter(({ provenance }) => provenance.kind === 'recorded');
}

/** Those that a model of this architecture could have made, if it is the same model. */
export async function recordingsFor({
  layers,
  heads,
  context,
}: ModelArchitecture): Promise<readonly Trace[]> {
  return (await recordings()).filter(
    ({ model, tokens }) =>
      model.layers === layers && model.heads === heads && tokens.length <= context,
  );
}

/** Per layer [H,T,T], as a run of a pack gives it. */
export function attentionOf(trace: Trace): Float32Array[] {
  const { layers, heads } = trace.model;
  const square = trace.tokens.length ** 2;
  return Array.from({ length: layers }, (_, layer) => {
    const all = new Float32Array(heads * square);
    for (let head = 0; head < heads; head++) all.set(trace.attention(layer, head), head * square);
    return all;
  });
}
