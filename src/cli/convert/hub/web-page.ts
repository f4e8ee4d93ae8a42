// A web page where a file was expected: a network that wants a log-in answers for the hub, with a 200.

import { HubError } from './hub-error.js';
import type { ModelAtHub } from './model-at-hub.js';

/** No file of a checkpoint is one. */
export function isPage(headers: Headers): boolean {
  return /^text\/html\b/i.test(headers.get('content-type') ?? '');
}

/** Whatever its type is said to be. */
export function beginsPage(bytes: Uint8Array): boolean {
  return /^\s*<(!doctype html|html)\b/i.test(new TextDecoder().decode(bytes.subarray(0, 100)));
}

export function pageInstead({ hub, id }: ModelAtHub, path: string, url: string): HubError {
  const { origin } = new URL(url);
  const problem = `${origin} answered with a web page where ${path} of ${id} was expected`;
  const likely = 'a network that wants you to log in first, or the page of a proxy';
  const advice = `Open ${hub.endpoint} in a browser, log in, and run the command again.`;
  return new HubError('hub', `${problem}: ${likely}. ${advice}`);
}
