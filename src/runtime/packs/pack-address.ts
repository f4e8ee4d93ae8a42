// Where a model pack is: from a model's name or address to the addresses of its files.

import type { KnownModel, RuntimeOptions } from '../api.js';
import { packageBase } from '../delivery.js';
import { hasCredentials } from '../fetch/credentials.js';
import { RuntimeError } from '../runtime-error.js';
import { shorten } from '../shorten.js';
import { TINY_INTEGRITY, tinyModelFiles } from '../tiny-model.js';
import { GPT2_ON_HUB, type HubModel, hubName, knownOnHub, readHubAddress } from './hub-address.js';
import { KNOWN_PACKS, type KnownPacks } from './known-packs.js';

export interface PackAddress {
  /** Of a model on a hub, where files are found only once it is asked, its name as in `hf:openai-community/gpt2`. */
  readonly manifestUrl: string;
  readonly known?: KnownModel;
  /** What its manifest must be, unless the page says otherwise. */
  readonly integrity?: string;
  /** The hub's name for it, where it is on one. */
  readonly hub?: HubModel;
  fileUrl(path: string): string;
}

/**
 * @param model `tiny`, `gpt2`, `hf:owner/name`, or the address of a pack's folder or manifest, relative to the document.
 * @throws {RuntimeError} `unknown-model`.
 */
export function packAddress(
  model: string,
  { assetBase }: Pick<RuntimeOptions, 'assetBase'>,
  packs: KnownPacks = KNOWN_PACKS,
): PackAddress {
  if (model === 'tiny' || model === 'gpt2') {
    if (assetBase !== undefined) {
      return addressOf(new URL(`${model}/`, folder(absolute(assetBase))));
    }
    return model === 'tiny' ? embedded() : published(packs);
  }
  // Pages in plain JavaScript give a URL, or anything.
  const address = String(model);
  if (/^hf:/i.test(address)) return onHub(address);
  if (address.includes('/')) {
    return addressOf(absolute(address));
  }
  throw new RuntimeError(
    'unknown-model',
    `There is no model "${shorten(address)}".`,
    'Use "tiny" or "gpt2", a model on Hugging Face as in "hf:openai-community/gpt2", or the address of a model pack.',
  );
}

function onHub(address: string): PackAddress {
  const hub = readHubAddress(address);
  if (!hub) {
    throw new RuntimeError(
      'unknown-model',
      `"${shorten(address)}" is not a model on Hugging Face.`,
      'Write "hf:owner/name", with "@revision" and "#folder" where they are needed.',
    );
  }
  const known = knownOnHub(hub);
  return {
    ...addressOf(new URL('https://huggingface.co/')),
    manifestUrl: hubName(hub),
    ...(known && { known }),
    hub,
  };
}

function embedded(): PackAddress {
  const files = tinyModelFiles();
  const fileUrl = (path: string) => {
    const url = files.get(path);
    if (url === undefined) throw new Error(`The embedded model has no file ${path}`);
    return url;
  };
  return {
    manifestUrl: fileUrl('manifest.json'),
    known: KNOWN_PACKS.tiny,
    integrity: TINY_INTEGRITY,
    fileUrl,
  };
}

/** The package, or else the checkpoint that it will be made of. */
function published({ gpt2 }: KnownPacks): PackAddress {
  if (!gpt2) return onHub(GPT2_ON_HUB);
  const { name, bytes, version, integrity } = gpt2;
  const base = new URL(packageBase('@attention-lens/gpt2', version));
  return { ...addressOf(base), known: { name, bytes }, integrity };
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
      `"${shorten(address)}" is no address of a model.`,
      'Give an absolute address, or one relative to the page.',
    );
  }
  const url = new URL(address, base);
  if (!hasCredentials(url.href)) return url;
  throw new RuntimeError(
    'unknown-model',
    `The address of the model, on ${url.host}, holds a name or a password.`,
    'Take them out of the address: a page shows it to everybody.',
  );
}
