// The page's Content-Security-Policy. Its script sets it, with the page's own folder by name: a page in a sandboxed iframe has an
// origin of its own, which WebKit takes `'self'` for, and so would run none of its scripts.

/** Of Hugging Face, and of the servers that it sends on to for the files themselves. */
const HUB = 'https://huggingface.co https://*.hf.co';

export interface PolicyScope {
  /** Whether the address names files: they, and the vectors that a trace names, may be on any server. */
  readonly anyServer: boolean;
}

/** @param page the page's address. */
export function policyOf(page: string, { anyServer }: PolicyScope): string {
  const { origin } = new URL(page);
  // What would end the name of a folder, or the directive.
  const folder = new URL('.', page).href.replace(/[;,]/g, encodeURIComponent);
  return [
    "default-src 'none'",
    `script-src ${folder} 'wasm-unsafe-eval'`,
    'worker-src blob:',
    `style-src ${folder}`,
    `connect-src ${origin} ${HUB}${anyServer ? ' https:' : ''}`,
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** From here on the page is held to it. */
export function setPolicy(scope: PolicyScope): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = policyOf(location.href, scope);
  document.head.append(meta);
}
