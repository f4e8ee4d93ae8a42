// A recording from a script beside this one: a classic script needs no CORS, which a JSON file would in a sandboxed iframe.

import { scriptUrl } from '../runtime/trusted-types.js';
import type { Recording } from './parameters.js';

/** What the scripts in `recordings/` call, with the parsed JSON of a trace. */
const CALLBACK = 'attentionLensRecording';

/** The file itself: where its vectors are, and what a reader who takes the lens along is given. */
export const recordingAddress = (name: Recording) =>
  new URL(`../../traces/${name}.json`, import.meta.url).href;

/** @throws {Error} when the script cannot be had. */
export function loadRecording(name: Recording): Promise<unknown> {
  return new Promise((resolve, reject) => {
    (globalThis as { [CALLBACK]?: (file: unknown) => void })[CALLBACK] = resolve;
    const script = document.createElement('script');
    script.src = scriptUrl(new URL(`./recordings/${name}.js`, import.meta.url).href);
    script.onerror = () =>
      reject(
        new Error(
          `The recording ${script.src} could not be loaded. Publish all files of dist/embed together.`,
        ),
      );
    document.head.append(script);
  });
}
