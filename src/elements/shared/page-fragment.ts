// Values in the fragment of the page's address, as `#name=value&name=value`. Several elements, and the page itself, keep
// something there: none may touch what another wrote, so that nothing but the own value is ever encoded or decoded.

/** The value under `name`, as it stands there; `null` where there is none. */
export function readFragment(name: string): string | null {
  const key = keyOf(name);
  const entry = entries().find((part) => part.startsWith(key));
  return entry === undefined ? null : entry.slice(key.length);
}

/**
 * Puts `value` under `name`, without a step in the history; an empty value goes.
 * @param value of characters that an address takes as they are, `&` excepted.
 */
export function writeFragment(name: string, value: string): void {
  const key = keyOf(name);
  const rest = entries().filter((part) => !part.startsWith(key));
  const all = value === '' ? rest : [...rest, `${key}${value}`];
  const { pathname, search } = location;
  try {
    // The whole path, for a fragment alone would be resolved against the <base> of the page.
    history.replaceState(
      history.state,
      '',
      `${pathname}${search}${all.length > 0 ? '#' : ''}${all.join('&')}`,
    );
  } catch {
    // A page made of a string (about:srcdoc) has no address to write to.
  }
}

const keyOf = (name: string) => `${encodeURIComponent(name)}=`;

function entries(): string[] {
  return location.hash.slice(1).split('&').filter(Boolean);
}
