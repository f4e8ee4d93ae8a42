// `attention-lens assets`: its arguments and what it prints.

import { UsageError } from '../usage-error.js';
import { ASSET_PATHS, copyAssets } from './copy-assets.js';

export const ASSETS_USAGE = `attention-lens assets <folder>
    Copies what a page needs from its own server when it uses no CDN: the scripts, the page for iframes, the recordings,
    the embedded model and onnxruntime-web's .wasm files (80 MB in all, of which a reader loads a part, when asking for
    a live run).`;

/** @throws {UsageError} and what `copyAssets` throws. */
export async function runAssets(args: readonly string[]): Promise<void> {
  const [folder, ...more] = args;
  if (folder === undefined || folder.startsWith('-') || more.length > 0) {
    throw new UsageError('Name one folder to copy to.');
  }
  await copyAssets(folder);
  console.log(`With a script tag or an iframe, nothing more is to be said. With <address> where ${folder} is served:

    <script type="module" src="<address>/${ASSET_PATHS.scripts}attn-lens.js"></script>
    <attn-lens src="<address>/${ASSET_PATHS.traces}dog.json"></attn-lens>

    <iframe src="<address>/${ASSET_PATHS.frame}index.html?trace=dog" sandbox="allow-scripts" frameborder="0"></iframe>

From npm, with a bundler that does not take the files along, say where they are before the first element is on the page:

    import { getRuntime } from 'attention-lens/runtime';

    getRuntime().configure({
      assetBase: '<address>/${ASSET_PATHS.models}',
      ortBase: '<address>/${ASSET_PATHS.ort}',
      workerUrl: '<address>/${ASSET_PATHS.worker}',
    });`);
}
