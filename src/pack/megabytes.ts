/** "126 MB", "0.3 MB"; at least a tenth. */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value < 10 ? Math.max(0.1, value).toFixed(1) : Math.round(value).toLocaleString('en')} MB`;
}
