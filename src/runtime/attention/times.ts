/** A list of what is made for 0 to `count - 1`. Some pages have another `Array.from`, such as that of Prototype.js. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  const list: T[] = [];
  for (let index = 0; index < count; index++) list.push(make(index));
  return list;
}
