// How the files of models are asked for.

import type { FileRequest } from '../api.js';

/**
 * Options of every `fetch` of a model's file. A model's address may be a stranger's, as in a link, so the reader's cookies
 * are sent only where `configure` says so.
 */
export const FILE_REQUEST: FileRequest = { credentials: 'omit' };
