// The state of a lens as names and texts: what an address, a link or embed code carries. The names are those of attributes.

/** What of the attributes the reader may have changed, beside the text and the live run. */
const CHOSEN = [
  'layer',
  'head',
  'average',
  'token',
  'ignore-first',
  'view',
  'stage',
  'threshold',
  'finder',
  'compare',
  'ablate',
] as const;

/** What only the page says, and another page has to be told. */
const GIVEN = ['model', 'max-tokens', 'hide', 'lock', 'predict', 'label'] as const;

export type LensState = Readonly<Record<string, string>>;

/** Reads attributes as they reflect, and takes those for unset that are empty. */
function read(element: Element, names: readonly string[]): LensState {
  const entries = names.flatMap((name) => {
    const value = element.getAttribute(name);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** What the reader chose. */
export const chosenState = (lens: Element): LensState => ({
  layer: '0',
  head: '0',
  ...read(lens, CHOSEN),
});

/** What is needed beside it to make the same lens on another page. */
export const givenState = (lens: Element): LensState => read(lens, GIVEN);

/** Sets what a state says, and takes away what it does not. Names that no reader can choose are left alone. */
export function applyState(lens: Element, state: LensState): void {
  for (const name of CHOSEN) {
    const value = state[name];
    if (value === undefined) lens.removeAttribute(name);
    else if (lens.getAttribute(name) !== value) lens.setAttribute(name, value);
  }
}

// As one value in the fragment of an address, `layer:5;head:5;text:The~20dog`: characters that stay as they are whoever
// writes the address anew, with `~` in the place of `%`.

export function writeState(state: LensState): string {
  return Object.entries(state)
    .map(([name, value]) => `${name}:${escapeValue(value)}`)
    .join(';');
}

export function readState(text: string): LensState {
  const entries = text.split(';').flatMap((part) => {
    const [, name, value] = /^([a-z-]+):(.*)$/.exec(part) ?? [];
    return name === undefined || value === undefined ? [] : [[name, unescapeValue(value)] as const];
  });
  return Object.fromEntries(entries);
}

function escapeValue(value: string): string {
  // Half of a pair has no place in an address.
  const whole = value.replace(/\p{Surrogate}/gu, '\ufffd');
  return encodeURIComponent(whole)
    .replace(/[~!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%', '~');
}

function unescapeValue(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('~', '%'));
  } catch {
    return '';
  }
}
