// Three builds. `dist/`: the modules as they are written, with types, dependencies left to the host's bundler.
// `dist/cli/`: the command for Node.
// `dist/cdn/`: one file per element made from those modules, with everything in it, for a plain script tag.
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';

const entries = [
  'src/index.ts',
  'src/elements/attn-lens/attn-lens.ts',
  'src/elements/attn-lens/attn-lens.element.ts',
  'src/runtime/trace/index.ts',
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

const cdn = (name, input) => ({
  input,
  plugins: [nodeResolve(), terser({ format: { comments: /@license/ } })],
  output: {
    file: `dist/cdn/${name}.js`,
    format: 'es',
    sourcemap: true,
    inlineDynamicImports: true,
  },
});

export default [
  modules,
  cli,
  cdn('attn-lens', 'dist/elements/attn-lens/attn-lens.js'),
  cdn('attention-lens', 'dist/index.js'),
];
