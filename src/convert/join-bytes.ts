/** One after another. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return join(parts, Uint8Array);
}

/** The same of numbers. */
export function joinFloats(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  return join(parts, Float32Array);
}

function join<T extends Uint8Array | Float32Array>(
  parts: readonly ArrayLike<number>[],
  Joined: new (length: number) => T,
): T {
  const joined = new Joined(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    joined.set(part, end);
    end += part.length;
  }
  return joined;
}
