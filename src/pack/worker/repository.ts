// A checkpoint in a repository of Hugging Face, read by parts.

import { openCheckpoint } from '../../convert/checkpoint.js';
import { findOnHub } from '../../runtime/hub/find-on-hub.js';
import { HubFiles } from '../../runtime/hub/hub-files.js';
import { hubName, readHubAddress } from '../../runtime/packs/hub-address.js';
import { RuntimeError } from '../../runtime/runtime-error.js';
import { keepingRows } from './keeping-rows.js';
import type { LookedAt } from './looked-at.js';

/**
 * @param onBytes is told of every change of what has been read.
 * @throws {RuntimeError} `hub`, `bad-checkpoint`, `file-unreachable`; {ConvertError}
 */
export async function openRepository(
  address: string,
  onBytes: (change: number) => void,
): Promise<LookedAt> {
  const model = readHubAddress(address);
  if (!model) throw new Error(`"${address}" is not an address on a hub.`);
  // A page that cancels ends the worker.
  const { signal } = new AbortController();
  const found = await findOnHub(model, { signal, mapUrl: (url) => url });
  if (found.kind === 'pack') {
    throw new RuntimeError(
      'hub',
      `${hubName(model)} is a pack already.`,
      `Nothing has to be made: name it as it is, model="${hubName(model)}", or download its files.`,
    );
  }
  const { name, id, provenance } = found.about;
  const { revision, checkpoint: source } = provenance;
  const files = new HubFiles(found.files, { signal, onBytes });
  return {
    files,
    checkpoint: keepingRows(await openCheckpoint(files)),
    // Without owner and folders: it may become the name of a folder.
    suggested: { id: id.split(/[/#]/).at(-1) ?? id, name, source },
    revision,
  };
}
