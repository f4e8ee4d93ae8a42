// How the files of models are asked for.

import type { FileRequest } from '../api.js';

/**
 * Options of every `fetch` of a model's file. A model's address may be a stranger's, as in a link, so the reader's cookies
 * are sent only where `configure` says so.
 *
 * `load-plan.ts` starts from it, so what reaches the network is whole already. `fetchManifest` and the worker's `fetchFile` start from it
 * again on purpose: they are the last step before the network, and a caller that leaves the options out must not send cookies.
 */
export const FILE_REQUEST: FileRequest = { credentials: 'omit' };
