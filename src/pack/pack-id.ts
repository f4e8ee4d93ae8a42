// The id of a pack, which is the name of its folder too.

const ID = /^[a-z0-9][a-z0-9._-]*$/i;

/** What is wrong with an id. */
export function idProblem(id: string): string | undefined {
  if (ID.test(id) && id.length <= 100 && !id.endsWith('.')) return undefined;
  return 'Use letters, digits, dots, hyphens and underscores, as in “my-gpt2”.';
}

/** A folder's or a repository's name as an id. */
export function idOf(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const id = last.replace(/[^a-z0-9._-]+/gi, '-').replace(/^[^a-z0-9]+|[-._]+$/gi, '');
  return id || 'model';
}
