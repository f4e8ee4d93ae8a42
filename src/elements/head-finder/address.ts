// A value in the fragment of the page's address, beside whatever else stands there.

/** `null` where it is not there. */
export function readAddress(name: string): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(name);
}

/** Writes it without a step in the history; an empty value goes. */
export function writeAddress(name: string, value: string): void {
  const fields = new URLSearchParams(location.hash.slice(1));
  if (value === '') fields.delete(name);
  else fields.set(name, value);
  const hash = fields.size > 0 ? `#${fields}` : '';
  try {
    history.replaceState(history.state, '', `${location.pathname}${location.search}${hash}`);
  } catch {
    // A page made of a string (about:srcdoc) has no address to write to.
  }
}
