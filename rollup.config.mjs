// Three builds. `dist/`: the modules as they are written, with types, dependencies left to the host's bundler.
// `dist/cli/`: the command for Node.
// `dist/cdn/`: one file per element made from those modules, with everything in it, for a plain script tag.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';

rmSync('dist', { recursive: true, force: true });

const entries = [
  'src/index.ts',
  'src/elements/attn-lens/attn-lens.ts',
  'src/elements/attn-lens/attn-lens.element.ts',
  'src/elements/attn-model/attn-model.ts',
  'src/elements/attn-model/attn-model.element.ts',
  'src/elements/head-finder/head-finder.ts',
  'src/elements/head-finder/head-finder.element.ts',
  'src/elements/qkv-sandbox/qkv-sandbox.ts',
  'src/elements/qkv-sandbox/qkv-sandbox.element.ts',
  'src/runtime/index.ts',
  'src/runtime/heads/index.ts',
  'src/runtime/trace/index.ts',
  'src/runtime/worker/worker.ts',
  'src/runtime/delivery.cdn.ts',
];

/** Everything that is not a relative or absolute path comes from node_modules. */
const isDependency = (id) => !id.startsWith('.') && !id.startsWith('/');

const modules = {
  input: entries,
  external: isDependency,
  plugins: [typescript({ tsconfig: './tsconfig.build.json' })],
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
  plugins: [typescript({ tsconfig: './tsconfig.cli.json' })],
  output: { file: 'dist/cli/main.js', format: 'es' },
};

const minify = () => terser({ format: { comments: /@license|^!/ } });

let workerFile;

/**
 * The worker of `dist/cdn` and its lazy parts: onnxruntime-web's JavaScript, a file per build, and the tokenizer. Their
 * names carry a hash, for a page may keep an old entry in its cache longer than these.
 */
const worker = {
  input: { worker: 'dist/runtime/worker/worker.js' },
  // Else the entry would be a file that only imports another.
  preserveEntrySignatures: 'allow-extension',
  // gpt-tokenizer's modules import each other in circles, for types of other models' vocabularies.
  onwarn: (warning, warn) => warning.code === 'CIRCULAR_DEPENDENCY' || warn(warning),
  plugins: [
    nodeResolve(),
    minify(),
    {
      name: 'worker-file',
      writeBundle(_options, bundle) {
        workerFile = Object.values(bundle).find((file) => file.isEntry).fileName;
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

/** In `dist/cdn` the runtime finds its parts in the way of a CDN, and the worker by its hashed name. */
const cdnDelivery = {
  name: 'cdn-delivery',
  resolveId: (source) =>
    source.endsWith('/delivery.js') ? resolve('dist/runtime/delivery.cdn.js') : null,
  transform: (code, id) =>
    id.endsWith('/delivery.cdn.js')
      ? { code: code.replace('__WORKER_FILE__', JSON.stringify(`./${workerFile}`)), map: null }
      : null,
};

/** A minifier leaves templates and stylesheets as they are: their white space would be a tenth of a file. */
const stripWhiteSpace = {
  name: 'strip-white-space',
  transform: (code, id) =>
    id.endsWith('.styles.js')
      ? {
          code: code.replace(/\/\*.*?\*\//gs, '').replace(/\s*([{};,])\s+|(:) /g, '$1$2'),
          map: null,
        }
      : null,
  // Once minified, the only line breaks are those of templates.
  renderChunk: (code) => ({ code: code.replace(/\s*\n\s*/g, ' '), map: null }),
};

/** One file for what runs at once; what is loaded later is in files of its own, whose names carry a hash. */
const cdn = (name, input) => ({
  input: { [name]: input },
  preserveEntrySignatures: 'allow-extension',
  plugins: [cdnDelivery, nodeResolve(), minify(), stripWhiteSpace],
  output: {
    dir: 'dist/cdn',
    format: 'es',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: `${name}-[name]-[hash].js`,
  },
});

export default [
  modules,
  cli,
  worker,
  cdn('attn-lens', 'dist/elements/attn-lens/attn-lens.js'),
  cdn('attn-model', 'dist/elements/attn-model/attn-model.js'),
  cdn('head-finder', 'dist/elements/head-finder/head-finder.js'),
  cdn('qkv-sandbox', 'dist/elements/qkv-sandbox/qkv-sandbox.js'),
  cdn('attention-lens', 'dist/index.js'),
];
