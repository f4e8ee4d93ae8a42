// Where a model pack is: from a model's name or address to the addresses of its files.

import type { KnownModel, RuntimeOptions } from '../handle.js';
import { RuntimeError } from '../runtime-error.js';
import { tinyModelFiles } from '../tiny-model.js';
import { KNOWN_PACKS } from './known-packs.js';

export interface PackAddress {
  readonly manifestUrl: string;
  readonly known?: KnownModel;
  fileUrl(path: string): string;
}

/**
 * @param model `tiny`, `gpt2`, or the address of a pack's folder or manifest, relative to the document.
 * @throws {RuntimeError} `unknown-model`.
 */
export function packAddress(
  model: string,
  { assetBase }: Pick<RuntimeOptions, 'assetBase'>,
): PackAddress {
  if (model === 'tiny' || model === 'gpt2') {
    if (assetBase !== undefined) {
      return addressOf(new URL(`${model}/`, folder(absolute(assetBase))));
    }
    if (model === 'tiny') return embedded();
  } else if (model.includes('/')) {
    return addressOf(absolute(model));
  }
  throw new RuntimeError(
    'unknown-model',
    model === 'gpt2'
      ? 'The model "gpt2" is not part of this library, and no assetBase says where it is.'
      : `There is no model "${model}".`,
    'Use "tiny", set assetBase to a folder that holds the model, or give the address of a model pack.',
  );
}

function embedded(): PackAddress {
  const files = tinyModelFiles();
  const fileUrl = (path: string) => {
    const url = files.get(path);
    if (url === undefined) throw new Error(`The embedded model has no file ${path}`);
    return url;
  };
  return { manifestUrl: fileUrl('manifest.json'), known: KNOWN_PACKS.tiny, fileUrl };
}

function addressOf(url: URL): PackAddress {
  const manifest = url.pathname.endsWith('.json') ? url : new URL('manifest.json', folder(url));
  return {
    manifestUrl: manifest.href,
    fileUrl: (path) => new URL(path, manifest).href,
  };
}

function folder(url: URL): URL {
  const copy = new URL(url);
  if (!copy.pathname.endsWith('/')) copy.pathname += '/';
  return copy;
}

/** Relative to the page, where there is one. */
function absolute(address: string): URL {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  // The second: a pack has files beside its manifest, which `data:` and the like cannot.
  if (!URL.canParse(address, base) || !URL.canParse('x', new URL(address, base))) {
    throw new RuntimeError(
      'unknown-model',
      `"${address}" is no address of a model.`,
      'Give an absolute address, or one relative to the page.',
    );
  }
  return new URL(address, base);
}
