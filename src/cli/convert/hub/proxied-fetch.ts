// `fetch` by way of the proxy that the environment names, as curl and pip go. Node's own uses none before version 24.

import { UsageError } from '../../usage-error.js';

const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;

/**
 * HTTPS_PROXY, HTTP_PROXY and NO_PROXY, also in lower case, which goes first.
 * @throws {UsageError} when a variable is not an address; it is not repeated, since it may hold a password.
 */
export async function proxiedFetch(env: NodeJS.ProcessEnv): Promise<typeof fetch> {
  const named = VARIABLES.filter((name) => env[name]);
  if (named.length === 0) return fetch;
  const wrong = named.find((name) => !/^https?:$/.test(protocolOf(env[name] ?? '')));
  if (wrong) throw new UsageError(`${wrong} is not a URL like http://host:port.`);
  // Who has no proxy need not load it.
  const undici = await import('undici');
  const dispatcher = new undici.EnvHttpProxyAgent({
    httpProxy: env.http_proxy || env.HTTP_PROXY || '',
    httpsProxy: env.https_proxy || env.HTTPS_PROXY || env.http_proxy || env.HTTP_PROXY || '',
    noProxy: env.no_proxy || env.NO_PROXY || '',
  });
  // undici's types and Node's differ in details that nobody uses here.
  const through = undici.fetch as unknown as typeof fetch;
  return (url, init) => through(url, { ...init, dispatcher } as RequestInit);
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}
