// Recognises a web page in the place of a file: a network that wants a log-in answers for the hub, with status 200.

import { HubError } from './hub-error.js';
import type { ModelAtHub } from './model-at-hub.js';

/** By its type. */
export function isPage(headers: Headers): boolean {
  return /^text\/html\b/i.test(headers.get('content-type') ?? '');
}

/** By its first characters, since the type may be wrong. */
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
