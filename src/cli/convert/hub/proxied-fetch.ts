// `fetch` through the proxy that the environment names, as curl and pip do. Node's own ignores these variables before version 24.

import { UsageError } from '../../usage-error.js';

const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;

/**
 * Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY. If both spellings are set, lower case wins.
 * @throws {UsageError} if a variable is not a URL. The message leaves its value out, since it may hold a password.
 */
export async function proxiedFetch(env: NodeJS.ProcessEnv): Promise<typeof fetch> {
  const named = VARIABLES.filter((name) => env[name]);
  if (named.length === 0) return fetch;
  const wrong = named.find((name) => !/^https?:$/.test(protocolOf(env[name] ?? '')));
  if (wrong) throw new UsageError(`${wrong} is not a URL like http://host:port.`);
  // Loaded only if there is a proxy.
  const undici = await import('undici');
  const dispatcher = new undici.EnvHttpProxyAgent({
    httpProxy: env.http_proxy || env.HTTP_PROXY || '',
    httpsProxy: env.https_proxy || env.HTTPS_PROXY || env.http_proxy || env.HTTP_PROXY || '',
    noProxy: env.no_proxy || env.NO_PROXY || '',
  });
  // The types of undici and Node differ in details that are not used here.
  const through = undici.fetch as unknown as typeof fetch;
  return (url, init) => through(url, { ...init, dispatcher } as RequestInit);
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}
