// Whether a page holds the library's scripts to hashes: an import map of it says which.

/** Whether an import map of the page has hashes of scripts in `folder`. */
export function isPinned(folder: string): boolean {
  // No Array.from: Prototype.js has one that maps nothing.
  return [...document.querySelectorAll('script[type=importmap]')]
    .flatMap(pinnedAddresses)
    .some((url) => URL.canParse(url, document.baseURI) && isIn(url, folder));
}

function isIn(url: string, folder: string): boolean {
  return new URL(url, document.baseURI).href.startsWith(folder);
}

function pinnedAddresses({ textContent }: Element): string[] {
  try {
    return Object.keys(JSON.parse(textContent ?? '').integrity ?? {});
  } catch {
    // The browser has said that it is none.
    return [];
  }
}
