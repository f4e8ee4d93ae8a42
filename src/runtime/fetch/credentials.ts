/** Whether an address in full holds a name or a password, which no address that others write may. */
export function hasCredentials(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username + password !== '';
}
