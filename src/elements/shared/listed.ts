// Attributes that list names, as `hide` and `lock` do.

/** The names in a list that has spaces between them. */
export function listedNames(list: string | null | undefined): string[] {
  return list?.split(/\s+/).filter(Boolean) ?? [];
}

/** Whether such a list has this name. */
export function listsName(list: string | null | undefined, name: string): boolean {
  return Boolean(list?.split(/\s+/).includes(name));
}
