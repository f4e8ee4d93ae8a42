// Sizes as a reader sees them.

/** 7.5, 14: decimal megabytes, as networks count. */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return size < 10 ? size.toFixed(1) : size.toFixed(0);
}
