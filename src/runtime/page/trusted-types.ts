// Trusted Types: a page with `require-trusted-types-for 'script'` takes the address of a script only from a policy that its
// `trusted-types` names. Made when it is first needed, and shared by all copies of the library on the page: a name may be
// taken once only.

/** What `trusted-types` has to name. */
const NAME = 'attention-lens';
const SHARED = Symbol.for('attention-lens/trusted-types');

export interface Policy {
  createHTML(html: string): string;
  createScriptURL(url: string): string;
}

interface Scope {
  readonly trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  [SHARED]?: Record<string, Policy | undefined>;
}

const same = (text: string) => text;

/**
 * The page's policy of that name; none where the browser knows no Trusted Types.
 * @throws {TypeError} where `trusted-types` does not name it, or a stranger has taken the name.
 */
export function sharedPolicy(name = NAME): Policy | undefined {
  const scope = globalThis as Scope;
  scope[SHARED] ??= {};
  const policies = scope[SHARED];
  policies[name] ??= scope.trustedTypes?.createPolicy(name, {
    createHTML: same,
    createScriptURL: same,
  });
  return policies[name];
}

/** The address of a script of the library, as a `Worker` or a script tag may be given it. */
export function scriptUrl(url: string): string {
  try {
    return sharedPolicy()?.createScriptURL(url) ?? url;
  } catch {
    // The page may have a default policy, which takes strings.
    return url;
  }
}
