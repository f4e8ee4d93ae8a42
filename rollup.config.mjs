// Five builds. `dist/`: the modules as they are written, with types, dependencies left to the host's bundler.
// `dist/cli/`: the command for Node.
// `dist/cdn/`: one file per element made from those modules, with everything in it, for a plain script tag.
// `dist/embed/`: a page for an iframe, in classic scripts.
// `dist/pack/`: a page that makes model packs, from the sources.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import { transform } from 'esbuild';
import ts from 'typescript';
import { writeEmbedFiles } from './scripts/build/embed-files.mjs';
import { writeFrameworkTypes } from './scripts/build/framework-types.mjs';
import { writeIntegrity } from './scripts/build/integrity.mjs';

rmSync('dist', { recursive: true, force: true });

const entries = [
  'src/index.ts',
  'src/elements/attn-lens/attn-lens.ts',
  'src/elements/attn-lens/attn-lens.element.ts',
  'src/elements/attn-model/attn-model.ts',
  'src/elements/attn-model/attn-model.element.ts',
  'src/elements/attn-term/attn-term.ts',
  'src/elements/attn-term/attn-term.element.ts',
  'src/elements/head-finder/head-finder.ts',
  'src/elements/head-finder/head-finder.element.ts',
  'src/elements/qkv-sandbox/qkv-sandbox.ts',
  'src/elements/qkv-sandbox/qkv-sandbox.element.ts',
  'src/react/component.ts',
  'src/elements/shared/template-policy.ts',
  'src/runtime/index.ts',
  'src/runtime/testing/index.ts',
  'src/runtime/heads/index.ts',
  'src/runtime/trace/index.ts',
  'src/runtime/worker/worker.ts',
  'src/runtime/delivery.cdn.ts',
  'src/runtime/page/spawn/own-worker.cdn.ts',
  'src/runtime/page/spawn/own-worker.embed.ts',
  'src/iframe/embed.ts',
  'src/iframe/host.ts',
];

/** Work that follows a build. */
const after = (work) => ({ name: 'after', writeBundle: work });

/** Everything that is not a relative or absolute path comes from node_modules. */
const isDependency = (id) => !id.startsWith('.') && !id.startsWith('/');

/** As `sideEffects` in package.json says: of the runtime, nothing but the worker's script does anything when it is loaded. */
const hasSideEffects = (id) => !/\/src\/runtime\/(?!worker\/worker\.ts)/.test(id);

const modules = {
  input: entries,
  external: isDependency,
  // What a face of the runtime re-exports is then not imported by those who take something else from that face.
  treeshake: { moduleSideEffects: hasSideEffects },
  plugins: [json(), typescript({ tsconfig: './tsconfig.build.json' }), after(writeFrameworkTypes)],
  output: {
    dir: 'dist',
    format: 'es',
    preserveModules: true,
    preserveModulesRoot: 'src',
    sourcemap: true,
  },
};

const cli = {
  input: 'src/cli/main.ts',
  external: isDependency,
  plugins: [json(), typescript({ tsconfig: './tsconfig.cli.json' })],
  output: { file: 'dist/cli/main.js', format: 'es', inlineDynamicImports: true },
};

const minify = (options = {}) =>
  terser({
    ecma: 2022,
    compress: { passes: 3, ...options },
    format: { comments: /@license|^!/ },
  });

let workerFile;

/**
 * The worker of `dist/cdn` and its lazy parts: onnxruntime-web's JavaScript, a file per build, and the tokenizer. Their
 * names carry a hash, for a page may keep an old entry in its cache longer than these. `worker.js` is the same worker by a name that
 * stays, for `workerUrl`.
 */
const worker = {
  input: { worker: 'dist/runtime/worker/worker.js' },
  // Else the entry would be a file that only imports another.
  preserveEntrySignatures: 'allow-extension',
  plugins: [
    nodeResolve(),
    minify(),
    {
      name: 'worker-file',
      writeBundle(_options, bundle) {
        workerFile = Object.values(bundle).find((file) => file.isEntry).fileName;
        writeFileSync('dist/cdn/worker.js', `import './${workerFile}';\n`);
      },
    },
  ],
  output: {
    dir: 'dist/cdn',
    format: 'es',
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: '[name]-[hash].js',
  },
};

/** Where other packages are, and how the worker starts. */
const deliveredAs = (build) => (source) => {
  if (source.endsWith('/delivery.js')) return resolve('dist/runtime/delivery.cdn.js');
  if (source.endsWith('/own-worker.js'))
    return resolve(`dist/runtime/page/spawn/own-worker.${build}.js`);
  return null;
};

/** In `dist/cdn` the runtime finds its parts in the way of a CDN, and the worker by its hashed name. */
const cdnDelivery = {
  name: 'cdn-delivery',
  resolveId: deliveredAs('cdn'),
  transform: (code, id) =>
    id.endsWith('/own-worker.cdn.js')
      ? {
          code: code
            .replace('__WORKER_FILE__', JSON.stringify(`./${workerFile}`))
            .replace('__WORKER_SHA256__', JSON.stringify(hashOf('dist/embed/embed-worker.js'))),
          map: null,
        }
      : null,
};

const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** All copies of Lit on a page share its Trusted Types policy. */
const templatePolicy = {
  name: 'template-policy',
  transform(code, id) {
    if (!id.endsWith('/lit-html/lit-html.js')) return null;
    const call = /\w+\?\w+\.createPolicy\("lit-html",\{createHTML:\w+=>\w+\}\):void 0/;
    if (!call.test(code)) this.error('Lit makes its policy in another way now');
    const helper = resolve('dist/elements/shared/template-policy.js');
    return {
      code: `import { templatePolicy } from ${JSON.stringify(helper)};${code.replace(call, 'templatePolicy()')}`,
      map: null,
    };
  },
};

/** A minifier leaves templates and stylesheets as they are: their white space would be a tenth of a file. */
const stripWhiteSpace = {
  name: 'strip-white-space',
  transform: (code, id) =>
    id.endsWith('.styles.js')
      ? {
          code: code
            .replace(/\/\*.*?\*\//gs, '')
            .replace(/\s*([{};,])\s+|(:) /g, '$1$2')
            .replace(/;}/g, '}')
            .replace(/(?<![\d.])0\.(?=\d)/g, '.')
            .replace(/ > /g, '>'),
          map: null,
        }
      : null,
  // Once minified, the only line breaks are those of templates, and so is space before the `>` that ends a tag.
  renderChunk: (code) => ({
    code: code.replace(/\s*\n\s*/g, ' ').replace(/(["}]) >(?=[ <$\w])/g, '$1>'),
    map: null,
  }),
};

/** Stylesheets side by side compress better than with code between them. */
const stylesFirst = {
  name: 'styles-first',
  transform(code, id) {
    if (!id.endsWith('.element.js')) return null;
    const imports = /^import .+\.styles\.js';\n/gm;
    const styles = code.match(imports) ?? [];
    return { code: styles.join('') + code.replace(imports, ''), map: null };
  },
};

/** Each module of Lit has the same notice: the file that a page names has it once, for itself and for what it loads. */
const oneNotice = {
  name: 'one-notice',
  renderChunk(code, { isEntry }) {
    const notices =
      /\/\*\* \* @license \* Copyright \d+ Google LLC \* SPDX-License-Identifier: BSD-3-Clause \*\//g;
    const rest = code.replace(notices, '');
    const notice =
      '/** @license Lit. Copyright 2017-2022 Google LLC. SPDX-License-Identifier: BSD-3-Clause */';
    return { code: isEntry && rest !== code ? notice + rest : rest, map: null };
  },
};

/**
 * Before the minifier, which gives every private field of a file a name of its own: with the same few names in all classes files
 * compress better.
 */
const shortNames = {
  name: 'short-names',
  renderChunk: (code) =>
    transform(code, {
      charset: 'utf8',
      minifyIdentifiers: true,
      format: 'esm',
      target: 'es2022',
      sourcemap: true,
    }),
};

/** One file for what runs at once; what is loaded later is in files of its own, whose names carry a hash. */
const cdn = (name, input) => ({
  input: { [name]: input },
  preserveEntrySignatures: 'allow-extension',
  plugins: [
    cdnDelivery,
    templatePolicy,
    nodeResolve(),
    stylesFirst,
    shortNames,
    // Functions that are short, and none that is copied to where it is called: both compress better. `unsafe`, as Lit itself is minified:
    // natives are taken to be what the language says, and `String(x)` may be `'' + x`.
    minify({ inline: 1, keep_fargs: false, unsafe: true, unsafe_arrows: true }),
    stripWhiteSpace,
    oneNotice,
  ],
  output: {
    dir: 'dist/cdn',
    format: 'es',
    // Not published, so not named in the files either.
    sourcemap: 'hidden',
    entryFileNames: '[name].js',
    chunkFileNames: `${name}-[name]-[hash].js`,
  },
});

/** What is made of finished files. */
async function finish() {
  await writeEmbedFiles();
  await writeIntegrity();
}

/** In `dist/embed` the runtime finds its parts by classic scripts. */
const embedDelivery = {
  name: 'embed-delivery',
  resolveId: deliveredAs('embed'),
};

const SCRIPT_ADDRESS =
  'const scriptAddress = globalThis.attentionLensScript ?? document.currentScript.src;';

/**
 * A classic script with everything in it. It has no `import.meta`, so it notes its own address first: on a page that of its
 * element, in a worker what the blob that starts it has left for it.
 */
const classic = (file, input, { name, address = true, before = [], afterwards = [] } = {}) => ({
  input,
  plugins: [
    ...before,
    nodeResolve(),
    minify(),
    {
      name: 'script-address',
      resolveImportMeta: (property) => (property === 'url' ? 'scriptAddress' : null),
    },
    ...afterwards,
  ],
  output: {
    file: `dist/embed/${file}`,
    format: 'iife',
    ...(name && { name }),
    inlineDynamicImports: true,
    ...(address && { intro: SCRIPT_ADDRESS }),
  },
});
/** The essay's script is written in TypeScript against the sources; the elements in it are those that are built. */
const essaySources = {
  name: 'essay-sources',
  resolveId: (source, importer) =>
    importer?.includes('/stories/essay/')
      ? source
          .replace(/^(?:\.\.\/){2}src\//, `${resolve('dist')}/`)
          .replace(/^\.\/(.+)\.js$/, `${resolve('stories/essay')}/$1.ts`)
      : null,
  transform: (code, id) =>
    id.endsWith('.ts')
      ? {
          code: ts.transpileModule(code, {
            compilerOptions: { target: 'ES2022', module: 'ESNext' },
          }).outputText,
          map: null,
        }
      : null,
  writeBundle: () => {
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/essay.ts'], { stdio: 'inherit' });
  },
};

/** The words of the glossary are in the page. */
const pageGlossary = {
  name: 'page-glossary',
  resolveId: (source) =>
    source === './glossary.js' ? resolve('stories/essay/page-glossary.ts') : null,
};

/** Whatever the script `id` needs at once. */
function reached(id, getModuleInfo, found = new Set()) {
  if (found.has(id)) return found;
  found.add(id);
  for (const next of getModuleInfo(id)?.importedIds ?? []) reached(next, getModuleInfo, found);
  return found;
}

/**
 * In the order in which the essay needs them: the page with the sandbox, which is near its top, then the lens. What two of them share
 * goes with the first; left to itself it would be many small files, which compress worse. The look of the lens comes with that of the
 * sandbox, for the two are much alike and compress well together, and so do their grids and planes, and what writes their numbers.
 */
const ESSAY_CHUNKS = [
  ['page', resolve('stories/essay/page.ts')],
  ['page', resolve('dist/elements/qkv-sandbox/qkv-sandbox.js')],
  ['page', resolve('dist/elements/attn-lens/attn-lens.styles.js')],
  ['page', resolve('dist/elements/shared/cell-grid.js')],
  ['page', resolve('dist/elements/shared/own-style.js')],
  ['page', resolve('dist/elements/attn-lens/terms/number.terms.js')],
  ['attn-lens', resolve('dist/elements/attn-lens/attn-lens.js')],
];

const essayChunks = (id, { getModuleInfo }) =>
  ESSAY_CHUNKS.find(([, entry]) => reached(entry, getModuleInfo).has(id))?.[0];

const essay = cdn('essay', 'stories/essay/page.ts');

/** TypeScript without its types, which `tsc` checks. */
const sources = {
  name: 'sources',
  resolveId: (source, importer) =>
    importer?.endsWith('.ts') && /^\.{1,2}\/.*\.js$/.test(source)
      ? resolve(dirname(importer), source.replace(/js$/, 'ts'))
      : null,
  transform: async (code, id) =>
    id.endsWith('.ts')
      ? { code: (await transform(code, { loader: 'ts', target: 'es2022' })).code, map: null }
      : null,
};

/** The page that makes model packs: a classic script, which can say why a page that was opened as a file does nothing. */
const packPage = {
  input: 'src/pack/pack.ts',
  plugins: [sources, nodeResolve(), minify(), stripWhiteSpace, oneNotice],
  output: { file: 'dist/pack/pack.js', format: 'iife' },
};

/** Its worker, which imports the tokenizer when a model has one. */
const packWorker = {
  input: { 'pack-worker': 'src/pack/worker/pack.worker.ts' },
  preserveEntrySignatures: 'allow-extension',
  onwarn: worker.onwarn,
  plugins: [
    sources,
    nodeResolve(),
    minify(),
    after(() => cpSync('src/pack/page', 'dist/pack', { recursive: true })),
  ],
  output: {
    dir: 'dist/pack',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'pack-[name]-[hash].js',
  },
};

export default [
  modules,
  cli,
  worker,
  // Before those that name its hash.
  classic('embed-worker.js', 'dist/runtime/worker/worker.js', { name: 'attentionLensWorker' }),
  cdn('attn-lens', 'dist/elements/attn-lens/attn-lens.js'),
  cdn('attn-model', 'dist/elements/attn-model/attn-model.js'),
  cdn('attn-term', 'dist/elements/attn-term/attn-term.js'),
  cdn('head-finder', 'dist/elements/head-finder/head-finder.js'),
  cdn('qkv-sandbox', 'dist/elements/qkv-sandbox/qkv-sandbox.js'),
  cdn('attention-lens', 'dist/index.js'),
  {
    ...essay,
    plugins: [pageGlossary, essaySources, ...essay.plugins],
    output: { ...essay.output, manualChunks: essayChunks },
  },
  classic('embed.js', 'dist/iframe/embed.js', {
    before: [embedDelivery, templatePolicy],
    afterwards: [stripWhiteSpace, oneNotice],
  }),
  classic('host.js', 'dist/iframe/host.js', { address: false, afterwards: [after(finish)] }),
  packPage,
  packWorker,
];
