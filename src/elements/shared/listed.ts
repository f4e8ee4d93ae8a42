// Attributes that list names, as `hide` and `lock` do.

/** Whether `names`, separated by spaces, has this one. */
export function listsName(names: string | null | undefined, name: string): boolean {
  return names?.split(/\s+/).includes(name) ?? false;
}
