// Values in the fragment of the page's address, as in `#lens=…&sandbox=…`. Everything else in there stays as it is.

/** The value under `name`; `null` where there is none. */
export function readHash(name: string): string | null {
  const found = entries().find((entry) => entry.startsWith(`${name}=`));
  if (found === undefined) return null;
  const value = found.slice(name.length + 1);
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The page's address with `value` under `name`; an empty value goes. */
export function withHash(name: string, value: string): string {
  const others = entries().filter((entry) => !entry.startsWith(`${name}=`));
  const hash = [...others, ...(value === '' ? [] : [`${name}=${value}`])].join('&');
  const { origin, pathname, search, href } = location;
  const page = origin === 'null' ? href.replace(/#.*/s, '') : `${origin}${pathname}${search}`;
  return hash ? `${page}#${hash}` : page;
}

/** Without a step in the history. */
export function writeHash(name: string, value: string): void {
  try {
    history.replaceState(history.state, '', withHash(name, value));
  } catch {
    // A page made of a string, or in somebody's frame, has no address to write to.
  }
}

function entries(): string[] {
  return location.hash.replace(/^#/, '').split('&').filter(Boolean);
}
