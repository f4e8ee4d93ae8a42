import { readFileSync } from 'node:fs';

/** The whole policy that docs/csp.md gives under the words `mode` in bold. */
export function policy(mode: string): string {
  const text = readFileSync(new URL('../docs/csp.md', import.meta.url), 'utf8');
  const [, after = ''] = text.split(`**${mode}**`);
  const [, found] = /^Content-Security-Policy: (.*)$/m.exec(after) ?? [];
  if (!found) throw new Error(`docs/csp.md has no policy "${mode}".`);
  return found;
}

/** For pages that have all files on their own server. */
export const OWN_SERVER = "Recordings and live runs, all files on the page's own server";
