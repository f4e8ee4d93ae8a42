// The names of a model that the command understands: its id, an element's `model` attribute, the address of its page.

import { readHubAddress } from '../../../runtime/packs/hub-address.js';
import { UsageError } from '../../usage-error.js';

export interface NamedModel {
  /** `gpt2`, `openai-community/gpt2`. */
  readonly id: string;
  readonly revision?: string;
  readonly folder?: string;
}

/** What a hub may call a model. The oldest have no owner. */
const ID = /^\w[\w.-]*(\/\w[\w.-]*)?$/;
const FOLDER = /^[\w-][\w. -]*(\/[\w-][\w. -]*)*$/;

/**
 * `owner/name`, `hf:owner/name@revision#folder` with or without `hf:`, `https://huggingface.co/owner/name/tree/main/folder`.
 * @param endpoint of the hub. Pages of Hugging Face are understood with any hub, since mirrors have its models.
 * @returns nothing if `text` is none of these.
 * @throws {UsageError} if it is another page, or the folder leads out of the repository.
 */
export function readModelName(text: string, endpoint: string): NamedModel | undefined {
  const named = ID.test(text) ? { id: text } : (readPage(text, endpoint) ?? readAddress(text));
  if (named?.folder !== undefined) checkFolder(named.folder);
  return named;
}

/** @throws {UsageError} if it leads out of a repository. */
export function checkFolder(folder: string): void {
  if (!FOLDER.test(folder)) throw new UsageError(`"${folder}" is not a folder of a repository.`);
}

function readAddress(text: string): NamedModel | undefined {
  const address = readHubAddress(text.startsWith('hf:') ? text : `hf:${text}`);
  if (!address) return undefined;
  const { id, revision, folder } = address;
  return { id, ...(/@/.test(text) && { revision }), ...(folder && { folder }) };
}

function readPage(text: string, endpoint: string): NamedModel | undefined {
  const address = /^(www\.)?(huggingface\.co|hf\.co)\//.test(text) ? `https://${text}` : text;
  if (!/^https?:/.test(address) || !URL.canParse(address)) return undefined;
  const { host, pathname } = new URL(address);
  const hosts = ['huggingface.co', 'www.huggingface.co', 'hf.co', new URL(endpoint).host];
  if (!hosts.includes(host)) {
    const advice =
      'Give the id of a model, as in "openai-community/gpt2", or set HF_ENDPOINT to the mirror.';
    throw new UsageError(`${host} is not ${endpoint}. ${advice}`);
  }
  const [owner, name, kind, revision, ...path] = pathname.split('/').filter(Boolean).map(decode);
  if (owner === 'datasets' || owner === 'spaces' || owner === 'collections') {
    throw new UsageError(`${address} is one of the hub's ${owner}; a model was expected.`);
  }
  const id = name === undefined ? owner : `${owner}/${name}`;
  if (id === undefined || !ID.test(id))
    throw new UsageError(`${address} is not the page of a model.`);
  // The page of a file stands for the checkpoint around it.
  if (kind === 'blob' || kind === 'resolve') path.pop();
  else if (kind !== 'tree') return { id };
  const folder = path.join('/');
  return { id, ...(revision && { revision }), ...(folder && { folder }) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
