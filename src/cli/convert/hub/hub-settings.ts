// The hub's settings in the environment.

import { homedir } from 'node:os';
import { join } from 'node:path';
import { hasCredentials } from '../../../runtime/fetch/credentials.js';
import type { HubOptions } from './hub.js';
import { HubError } from './hub-error.js';

/**
 * HF_ENDPOINT, HF_TOKEN and the cache folder (ATTENTION_LENS_CACHE, else the user's).
 * @throws {HubError} `access`, when one of them cannot be what it is said to be.
 */
export function hubSettings(
  env: NodeJS.ProcessEnv,
): Pick<HubOptions, 'endpoint' | 'token'> & { readonly cache: string } {
  const caches = env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return {
    endpoint: readEndpoint(env.HF_ENDPOINT || 'https://huggingface.co'),
    ...(env.HF_TOKEN && { token: readToken(env.HF_TOKEN) }),
    cache: env.ATTENTION_LENS_CACHE || join(caches, 'attention-lens'),
  };
}

/** @throws {HubError} `access`, which does not repeat it: it may hold a password, which no request takes. */
function readEndpoint(text: string): string {
  if (/^https?:/i.test(text) && URL.canParse(text) && !hasCredentials(text)) {
    return text.replace(/\/+$/, '');
  }
  const problem = hasCredentials(text)
    ? 'HF_ENDPOINT holds a name or a password. Take them out of the address, and set HF_TOKEN.'
    : 'HF_ENDPOINT is not a URL. Set it to one like https://huggingface.co.';
  throw new HubError('access', problem);
}

/** @throws {HubError} `access`, without the token's words: a header cannot hold a line break. */
function readToken(text: string): string {
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  const problem = 'HF_TOKEN holds a space, a line break or another character that no token has.';
  throw new HubError('access', `${problem} Set it to the token alone.`);
}
