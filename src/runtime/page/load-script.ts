// Classic scripts of the iframe's page.

import { serverAdvice } from '../fetch/opened-as-file.js';
import { scriptUrl } from './trusted-types.js';

/** @throws {Error} when it cannot be had, with what the author of the site can do. */
export function loadScript(url: string): Promise<void> {
  const script = document.createElement('script');
  try {
    script.src = scriptUrl(url);
  } catch (cause) {
    const advice = 'Name attention-lens in the trusted-types of its Content-Security-Policy.';
    throw new Error(`This page may not load ${url}. ${advice}`, { cause });
  }
  return new Promise((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () =>
      reject(
        new Error(
          `${url} could not be loaded. ${serverAdvice(url, 'Publish all files of dist/embed together.')}`,
        ),
      );
    document.head.append(script);
  });
}
