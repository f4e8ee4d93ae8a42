// A recording from a script beside this one: a classic script needs no CORS, which a JSON file would in a sandboxed iframe.

import { loadScript } from '../runtime/page/load-script.js';
import type { Recording } from './parameters.js';

/** What the scripts in `recordings/` call, with the parsed JSON of a trace. */
const CALLBACK = 'attentionLensRecording';

/** The file itself: where its vectors are, and what a reader who takes the lens along is given. */
export const recordingAddress = (name: Recording) =>
  new URL(`../../traces/${name}.json`, import.meta.url).href;

/** @throws {Error} when the script cannot be had. */
export async function loadRecording(name: Recording): Promise<unknown> {
  let recording: unknown;
  (globalThis as { [CALLBACK]?: (file: unknown) => void })[CALLBACK] = (file) => {
    recording = file;
  };
  await loadScript(new URL(`./recordings/${name}.js`, import.meta.url).href);
  return recording;
}
