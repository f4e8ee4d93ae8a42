// Where the npm modules find other packages, for a host's bundler knows only what is imported. The scripts of `dist/cdn` and
// `dist/embed` take `delivery.cdn.ts` in its place.

import { VERSION } from '../version.js';

/** On a public CDN: a model of 126 MB is nothing that a bundler should copy. `assetBase` says otherwise. */
export function packageBase(name: string, version: string): string {
  return `https://cdn.jsdelivr.net/npm/${name}@${version}/`;
}

/** None: onnxruntime-web's own lookup leads to the copy that the bundler made. */
export function defaultOrtBase(): string | undefined {
  return undefined;
}

/** Where the published package lies, for code that a reader takes along: a bundle on somebody's site is no place to link to. */
export function ownBase(): string {
  return packageBase('attention-lens', VERSION);
}
