// What a hub says about a file of a repository, and which files there are.
// Addresses and headers: huggingface.co/docs/huggingface_hub, "Download files", and its `hf_hub_download`.

import { MOST_JSON_BYTES } from '../../../convert/checkpoint-files.js';
import { parseJson } from '../../../convert/parse-json.js';
import { readBody } from '../../../runtime/fetch/read-body.js';
import { HubError } from './hub-error.js';
import type { ModelAtHub } from './model-at-hub.js';
import { refusal } from './refusal.js';
import { retryHub } from './retry-hub.js';
import { beginsPage, isPage, pageInstead } from './web-page.js';

/** What the hub says of a file. */
export interface HubFile {
  /** In the model's folder. */
  readonly path: string;
  readonly commit?: string;
  /** sha-256 of a large file, or the git id (sha-1) of a small one, lower-case hex. */
  readonly checksum?: string;
}

const REDIRECTS = 5;
/** A SHA-256 or git's id of a file. Some mirrors send another etag, which is ignored. */
const CHECKSUM = /^([0-9a-f]{64}|[0-9a-f]{40})$/;
/** It becomes the name of a folder. */
const COMMIT = /^\w[\w.-]*$/;

/**
 * Asks about a file without downloading it.
 * @returns nothing if the repository has no such file.
 * @throws {HubError}
 */
export function describeFile(model: ModelAtHub, path: string): Promise<HubFile | undefined> {
  return retryHub(() => describeOnce(model, path), { say: model.hub.say });
}

async function describeOnce(model: ModelAtHub, path: string): Promise<HubFile | undefined> {
  let url = fileUrl(model, path);
  for (let hop = 0; hop < REDIRECTS; hop++) {
    const response = await model.hub.ask(url, { method: 'HEAD', redirect: 'manual' });
    const { headers, status } = response;
    if (status === 404 && isMissingEntry(headers)) return undefined;
    if (status >= 400) throw refusal(model, path, response);
    if (status < 300 && isPage(headers)) throw pageInstead(model, path, url);
    const etag = headers.get('x-linked-etag') ?? (status < 300 ? headers.get('etag') : null);
    const location = headers.get('location');
    // A renamed repository answers with a redirect without any of these.
    if (status >= 300 && location && !etag) {
      url = new URL(location, url).href;
      continue;
    }
    const commit = headers.get('x-repo-commit') ?? '';
    const checksum = etag?.replace(/^W\//, '').replaceAll('"', '').toLowerCase() ?? '';
    return {
      path,
      ...(COMMIT.test(commit) && { commit }),
      ...(CHECKSUM.test(checksum) && { checksum }),
    };
  }
  throw new HubError('hub', `${url} redirects more than ${REDIRECTS} times.`);
}

/**
 * Asks the hub's API.
 * @returns nothing if the answer is not JSON.
 * @throws {HubError} if a network's own page comes instead.
 */
export async function askApi(model: ModelAtHub, path: string): Promise<unknown> {
  const { hub, id } = model;
  const url = `${hub.endpoint}/api/models/${id}/${path}`;
  const bytes = await hub
    .ask(url)
    .then(async (response) => {
      if (response.ok) return readBody(response, MOST_JSON_BYTES, () => new Error('too large'));
      await response.body?.cancel();
      return undefined;
    })
    .catch(() => undefined);
  if (!bytes) return undefined;
  if (beginsPage(bytes)) throw pageInstead(model, path, url);
  try {
    return parseJson(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** The files of the model's folder, with the SHA-256 of large ones. Nothing if the hub does not list files; some mirrors do not. */
export async function listFiles(
  model: ModelAtHub,
): Promise<ReadonlyMap<string, string | undefined> | undefined> {
  const { folder } = model;
  const within = folder && `/${folder.split('/').map(encodeURIComponent).join('/')}`;
  const tree = await askApi(model, `tree/${encodeURIComponent(model.revision)}${within}`);
  if (!Array.isArray(tree)) return undefined;
  const entries: { path?: unknown; lfs?: { oid?: unknown } }[] = tree;
  return new Map(
    entries.flatMap(({ path, lfs }) => {
      if (typeof path !== 'string') return [];
      const name = folder && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
      return [[name, typeof lfs?.oid === 'string' ? lfs.oid : undefined] as const];
    }),
  );
}

export function fileUrl({ hub, id, revision, folder }: ModelAtHub, path: string): string {
  const within = [...folder.split('/').filter(Boolean), path].map(encodeURIComponent).join('/');
  return `${hub.endpoint}/${id}/resolve/${encodeURIComponent(revision)}/${within}`;
}

/** The hub gives a reason for a 404. A mirror may not; then a missing file is the most likely one. */
function isMissingEntry(headers: Headers): boolean {
  return ['EntryNotFound', null].includes(headers.get('x-error-code'));
}
