import { readFileSync } from 'node:fs';

const guide = readFileSync(new URL('../docs/csp.md', import.meta.url), 'utf8');

/** The policies that docs/csp.md gives, by the words in bold before each. */
export const POLICIES: ReadonlyMap<string, string> = new Map(
  [
    ...guide.matchAll(
      /^\*\*([^*]+)\*\*(?:(?!```)[\s\S])*```\nContent-Security-Policy: (.*)\n```/gm,
    ),
  ].map(([, mode, policy]) => [mode as string, policy as string]),
);

/** The whole policy that docs/csp.md gives under the words `mode` in bold. */
export function policy(mode: string): string {
  const found = POLICIES.get(mode);
  if (!found) throw new Error(`docs/csp.md has no policy "${mode}": ${[...POLICIES.keys()]}`);
  return found;
}

/** For pages that have all files on their own server. */
export const OWN_SERVER = "Recordings and live runs, all files on the page's own server";
