// Where the files in `dist/cdn` and `dist/embed` find other packages: as siblings, on whatever server they are.

import { ORT_VERSION } from './device/ort-version.js';

/** Another package on the same CDN. */
export function packageBase(name: string, version: string): string {
  return new URL(`../../../${name}@${version}/`, import.meta.url).href;
}

export function defaultOrtBase(): string | undefined {
  return `${packageBase('onnxruntime-web', ORT_VERSION)}dist/`;
}

/** The package whose `dist/cdn` or `dist/embed` this script is from. */
export function ownBase(): string {
  return new URL('../../', import.meta.url).href;
}
