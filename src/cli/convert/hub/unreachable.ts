// Why a hub cannot be reached, in words, and what to do about it.

/** What went wrong, without a full stop: fetch says "fetch failed" and leaves the reason to its cause, or to the cause's. */
export function reasonOf(error: unknown): string {
  let message = '';
  for (let at = error; at instanceof Error; at = at.cause) message = messageOf(at) || message;
  return (message || String(error)).replace(/\.$/, '');
}

/** A host with several addresses fails once for each. */
function messageOf(error: Error): string {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.message;
}

/** Where a proxy wants to know who asks, or is not there. */
export function proxyAdvice(error: unknown): string | undefined {
  const reason = reasonOf(error);
  if (!/proxy/i.test(reason)) return undefined;
  return /\b407\b/.test(reason)
    ? 'The proxy wants a name and a password: HTTPS_PROXY=http://name:password@host:port.'
    : 'Check HTTPS_PROXY and NO_PROXY.';
}

/** Codes of OpenSSL's, as Node gives them. */
const CERTIFICATE =
  /CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER|ERR_TLS_CERT_ALTNAME_INVALID/;

/** Where somebody else answers in the hub's name. */
export function certificateAdvice(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (!CERTIFICATE.test(code)) return undefined;
  const advice =
    'Something between here and the hub answers for it: log in to the network with a browser';
  return `${advice}, or set NODE_EXTRA_CA_CERTS to the certificate of your firm's proxy.`;
}
