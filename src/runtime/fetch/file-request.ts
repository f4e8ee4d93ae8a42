// How the files of models are asked for, on this page.

import type { FileRequest } from '../api.js';

/**
 * Options of every `fetch` of a model's file. A model's address may be a stranger's, as in a link, so the reader's cookies go
 * along only where `configure` says so. A page that shows what strangers ask for says more, once.
 */
export const fileRequest: { -readonly [Name in keyof FileRequest]: FileRequest[Name] } = {
  credentials: 'omit',
};
