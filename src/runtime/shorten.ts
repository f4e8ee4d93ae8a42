/** `text` as a message quotes it: with 200 characters at most, the last of which says that there is more. */
export function shorten(text: string): string {
  return text.replace(/(?<=^.{199})..+/su, '…');
}
