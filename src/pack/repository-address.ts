// A repository of Hugging Face as people write it: "owner/name", "hf:owner/name@revision#folder", the address of its page.

/** @returns `hf:owner/name`, with `@revision` and `#folder` where they are given; nothing where it is none. */
export function repositoryAddress(text: string): string | undefined {
  const written = text.trim();
  if (!/^https?:/i.test(written)) {
    return /^\w[\w.-]*\/\w/.test(written)
      ? `hf:${written}`
      : written.startsWith('hf:')
        ? written
        : undefined;
  }
  if (!URL.canParse(written)) return undefined;
  const { hostname, pathname } = new URL(written);
  const [owner, name, kind, revision, ...folder] = decodeURIComponent(pathname)
    .split('/')
    .filter((part) => part !== '');
  if (!/^(www\.)?(huggingface\.co|hf\.co)$/.test(hostname) || !owner || !name) return undefined;
  if (!kind || !revision || !['tree', 'blob', 'resolve', 'commit'].includes(kind)) {
    return `hf:${owner}/${name}`;
  }
  // The address of a file names its folder.
  const inside = kind === 'tree' ? folder : folder.slice(0, -1);
  return `hf:${owner}/${name}@${revision}${inside.length > 0 ? `#${inside.join('/')}` : ''}`;
}
