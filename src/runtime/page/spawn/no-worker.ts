// Why a page got no worker, and what its author can do about it. Asked only after a start has failed: a browser says no more
// than that the script could not be loaded.

/** What a worker is held to; a picture that is refused meanwhile says nothing of it. */
const FOR_WORKERS = /^(?:worker|child|script|default)-src|trusted-types/;

/** Notes what the page's policy refuses until it is stopped. */
export class PolicyWatch {
  refusal: SecurityPolicyViolationEvent | undefined;
  readonly #note = (event: SecurityPolicyViolationEvent) => {
    if (event.disposition !== 'enforce' || !FOR_WORKERS.test(event.effectiveDirective)) return;
    this.refusal ??= event;
  };

  constructor() {
    document.addEventListener('securitypolicyviolation', this.#note);
  }

  stop(): void {
    document.removeEventListener('securitypolicyviolation', this.#note);
  }
}

/** @param url of the worker's script; none where not even the start of it worked. */
export async function adviceFor(
  reason: unknown,
  url: string | undefined,
  refusal: SecurityPolicyViolationEvent | undefined,
): Promise<string> {
  // Chromium and WebKit say TrustedScriptURL, Firefox "sink type".
  if (isTrustedTypes(refusal) || /TrustedScript|sink type/i.test(String(reason))) {
    return 'Name attention-lens in the trusted-types of the Content-Security-Policy.';
  }
  if (refusal) {
    const { blockedURI, effectiveDirective } = refusal;
    const source = /^https?:/.test(blockedURI) ? blockedURI : 'blob:';
    return `The Content-Security-Policy refuses it: allow ${source} in ${effectiveDirective}.`;
  }
  return url === undefined ? GENERAL : adviceOnFile(url);
}

const GENERAL = 'Allow it in worker-src, or set workerUrl.';

function isTrustedTypes(refusal: SecurityPolicyViolationEvent | undefined): boolean {
  return /trusted-types/.test(refusal?.effectiveDirective ?? '');
}

async function adviceOnFile(url: string): Promise<string> {
  const response = await fetch(url, { method: 'HEAD' }).catch(() => undefined);
  if (!response) return `Check that ${url} can be reached, and allow it in worker-src.`;
  const { ok, status, headers } = response;
  if (!ok) {
    return `${url} answers with status ${status}: publish all files of the library together, or set workerUrl.`;
  }
  const type = headers.get('Content-Type');
  if (!/javascript/i.test(type ?? '')) {
    return `${url} is served as ${type}: serve it as text/javascript.`;
  }
  if (/require-corp|credentialless/.test(headers.get('Cross-Origin-Embedder-Policy') ?? '')) {
    return GENERAL;
  }
  const page = globalThis.crossOriginIsolated
    ? 'This page is isolated, so'
    : 'If this page is served with Cross-Origin-Embedder-Policy,';
  return `${page} send "Cross-Origin-Embedder-Policy: require-corp" with ${url} too.`;
}
