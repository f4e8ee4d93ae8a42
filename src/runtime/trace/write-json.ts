/**
 * Plain data as JSON. `JSON.stringify` asks arrays and objects for a `toJSON` first, which some pages have given all of them:
 * Prototype.js 1.6 makes texts of arrays.
 */
export function writeJson(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map((entry) => writeJson(entry ?? null)).join(',')}]`;
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${writeJson(value)}`).join(',')}}`;
}
