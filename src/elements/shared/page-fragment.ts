// Values in the fragment of the page's address, as `#name=value&name=value`: the state of a lens, a scene, a painted pattern.
// Several elements and the page itself keep something there, so that nothing but the own entry is ever written anew.

/** The value under `name`, as it stands there; `null` if there is none. */
export function readFragment(name: string, address = location.href): string | null {
  // Earlier versions could leave several, the latest at the end.
  const entry = parse(name, address).own.at(-1);
  return entry === undefined ? null : entry.slice(entry.indexOf('=') + 1);
}

/**
 * `address`, without it the page's, with `value` under `name`; an empty value removes the entry.
 * @param value of characters that an address takes as they are, `&` excepted.
 */
export function withFragment(name: string, value: string, address = location.href): string {
  const { page, others, directive } = parse(name, address);
  const entries = value === '' ? others : [...others, `${encode(name)}=${value}`];
  const fragment = entries.join('&') + directive;
  // The whole address, since a fragment alone would be resolved against the <base> of the page.
  return fragment ? `${page}#${fragment}` : page;
}

/** Puts `value` under `name`, without a step in the history. */
export function writeFragment(name: string, value: string): void {
  try {
    history.replaceState(history.state, '', withFragment(name, value));
  } catch {
    // A page made of a string (about:srcdoc) has no address to write to.
  }
}

/** `text` with its percent-encoding resolved, or as it is if that is malformed. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `text` percent-encoded. Half of a surrogate pair, which has no place in an address, becomes U+FFFD. */
export const encode = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));

interface Fragment {
  /** What is before the fragment. */
  readonly page: string;
  /** The entries under the name. */
  readonly own: readonly string[];
  readonly others: readonly string[];
  /** What the page shall be scrolled to (`:~:text=…`), which browsers that do not know it leave in the fragment. */
  readonly directive: string;
}

function parse(name: string, address: string): Fragment {
  const [, page = '', fragment = '', directive = ''] =
    /^([^#]*)#?(.*?)(:~:.*)?$/s.exec(address) ?? [];
  const key = encode(name);
  // Whoever passed the address on may have escaped more of the name, or less.
  const isOwn = (entry: string) =>
    entry.includes('=') && encode(decode(entry.replace(/=.*/s, ''))) === key;
  const split = (text: string): Fragment => {
    const entries = text ? text.split('&') : [];
    return {
      page,
      own: entries.filter(isOwn),
      others: entries.filter((entry) => !isOwn(entry)),
      directive,
    };
  };
  const found = split(fragment);
  const earlier = earlierKeyOf(name);
  if (found.own.length > 0 || earlier === null) return found;
  return split(`&${fragment}`.replaceAll(`&${earlier}=`, `&${key}=`).slice(1));
}

/**
 * A name as earlier versions wrote it, which let the browser escape it: `a&b` and `a=b` as they are; `null` if another name is
 * written like that.
 */
function earlierKeyOf(name: string): string | null {
  const key = new URL(`a:#${name}`).hash.slice(1);
  return [name, key].includes(decode(key)) ? key : null;
}
