// Why a hub cannot be reached, in words, and what to do about it.

/** What went wrong, without a full stop. `fetch` says "fetch failed"; the reason is in its cause, or in the cause of that. */
export function reasonOf(error: unknown): string {
  let message = '';
  for (let at = error; at instanceof Error; at = at.cause) message = messageOf(at) || message;
  return (message || String(error)).replace(/\.$/, '');
}

/** If a host has several addresses, there is an error for each. */
function messageOf(error: Error): string {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.message;
}

/** If the proxy refuses: what to do. */
export function proxyAdvice(error: unknown): string | undefined {
  const reason = reasonOf(error);
  if (!/proxy/i.test(reason)) return undefined;
  return /\b407\b/.test(reason)
    ? 'The proxy wants a name and a password: HTTPS_PROXY=http://name:password@host:port.'
    : 'Check HTTPS_PROXY and NO_PROXY.';
}

/** OpenSSL's codes, as Node reports them. */
const CERTIFICATE =
  /CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER|ERR_TLS_CERT_ALTNAME_INVALID/;

/** If the certificate is not the hub's: what to do. */
export function certificateAdvice(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (!CERTIFICATE.test(code)) return undefined;
  const advice =
    'Something between here and the hub answers for it: log in to the network with a browser';
  return `${advice}, or set NODE_EXTRA_CA_CERTS to the certificate of your firm's proxy.`;
}
