/** What to do when nothing can be read from an address. A page that was opened as a file may read no other files. */
export function serverAdvice(url: string, otherwise: string): string {
  return url.startsWith('file:')
    ? 'A page that was opened as a file can read no other. Open it through a web server.'
    : otherwise;
}
