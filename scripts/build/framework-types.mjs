// Types of the elements for templates of React, Preact, Vue and Svelte, and data for editors, all from custom-elements.json.
// The generators know attributes, properties and docs; what differs from one framework to the next, and that our events are
// classes of their own rather than `CustomEvent`s, is put right here.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateJsxTypes } from 'custom-element-jsx-integration';
import { generateSvelteTypes } from 'custom-element-svelte-integration';
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration';
import { generateVuejsTypes } from 'custom-element-vuejs-integration';

const FOLDER = 'dist/types';

/** Where the generated code says how its elements join those of the framework. */
const AUGMENTATION = /declare (?:global|module "\w+"|namespace svelteHTML) \{\n[\s\S]*$/;

/** The generators' own list of what every element takes: short, without events, and the framework has a better one. */
const BASE = /type BaseProps = \{\n[\s\S]*?\n\};\n\ntype BaseEvents = \{\};\n/;

/** What every element takes, by the framework's own types, and what is ours. */
const elements = (code, all) =>
  code
    .replace(BASE, '')
    .replace(
      /^( {2}"[\w-]+": )Partial<(\w+)Props & BaseProps & BaseEvents>/gm,
      (_match, tag, name) => `${tag}Omit<${all(name)}, keyof ${name}Props> & ${name}Props`,
    );

const jsx = (name, all) => ({
  generate: generateJsxTypes,
  refine: (code) => elements(code, all),
  augmentation: `declare module '${name}' {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
}`,
});

/** A framework each: its generator, what is put right in what that writes, and how the framework takes new elements. */
const FRAMEWORKS = {
  // React sets `class` on a custom element too, which its types do not know.
  react: jsx(
    'react',
    (name) =>
      `import('react').HTMLAttributes<${name}> & import('react').RefAttributes<${name}> & { class?: string }`,
  ),
  preact: jsx(
    'preact',
    (name) =>
      `import('preact').HTMLAttributes<${name}> & import('preact').ClassAttributes<${name}>`,
  ),
  vue: {
    generate: generateVuejsTypes,
    refine: (code) =>
      code.replaceAll('"onattn-', '"onAttn-').replace(/"onAttn-[\w-]+"/g, camelCase),
    augmentation: `declare module 'vue' {
  interface GlobalComponents extends CustomElements {}
}`,
  },
  svelte: {
    generate: generateSvelteTypes,
    // Svelte 5 hears `onattn-run` as well as the older `on:attn-run`, and sets a property by its own name.
    refine: (code) =>
      elements(
        code
          .replace(/^( {2}\/\*\*.*\*\/\n) {2}"on:([\w-]+)"(.*)$/gm, '$1  "on:$2"$3\n$1  "on$2"$3')
          .replace(/"bind:(\w+)"/g, '$1'),
        (name) => `import('svelte/elements').HTMLAttributes<${name}>`,
      ),
    augmentation: `declare module 'svelte/elements' {
  interface SvelteHTMLElements extends CustomElements {}
}`,
  },
};

const camelCase = (name) => name.replace(/-(\w)/g, (_match, letter) => letter.toUpperCase());

/** What a template can set: read-only properties are not for it. */
function settable(manifest) {
  const copy = structuredClone(manifest);
  for (const declaration of copy.modules.flatMap(({ declarations }) => declarations)) {
    declaration.members = declaration.members?.filter(
      ({ kind, readonly }) => kind !== 'field' || !readonly,
    );
  }
  return copy;
}

/** An import for every class of `manifest` that `code` names, each once, wherever it is declared. */
function imports(manifest, code) {
  return manifest.modules
    .flatMap(({ path, declarations }) =>
      declarations.filter(({ kind }) => kind === 'class').map(({ name }) => ({ name, path })),
    )
    .filter(({ name }) => new RegExp(`\\b${name}\\b`).test(code))
    .map(({ name, path }) => `import type { ${name} } from '${path.replace(/^dist/, '..')}';`)
    .join('\n');
}

/** The recordings as modules: the compiler would take the fields of a JSON file for any text. */
const RECORDING = `import type { TraceFile } from '../runtime/trace/index.js';
declare const recording: TraceFile;
export default recording;
`;

/** Writes `dist/types`. Each framework's module is empty at run time, so that importing it costs nothing. */
export async function writeFrameworkTypes() {
  const manifest = settable(JSON.parse(await readFile('custom-elements.json', 'utf8')));
  await mkdir(FOLDER, { recursive: true });
  const options = {
    outdir: FOLDER,
    hideLogs: true,
    hideSlotDocs: true,
    hideEventDocs: true,
    hideCssPropertiesDocs: true,
    hideCssPartsDocs: true,
    hideMethodDocs: true,
    componentTypePath: (_name, tag) => tag,
  };
  for (const [name, { generate, refine, augmentation }] of Object.entries(FRAMEWORKS)) {
    const file = join(FOLDER, `${name}.d.ts`);
    generate(manifest, { ...options, fileName: `${name}.d.ts` });
    const generated = await readFile(file, 'utf8');
    const code = refine(
      generated
        .replace(/^import type \{[^}]*\} from "(?!vue)[^"]*";\n/gm, '')
        .replace(/CustomEvent<(\w+)>/g, '$1')
        .replace(AUGMENTATION, ''),
    );
    await writeFile(
      file,
      `// Made from custom-elements.json.\n${imports(manifest, code)}\n${code.trim()}\n\n${augmentation}\n`,
    );
    await writeFile(join(FOLDER, `${name}.js`), 'export {};\n');
  }
  await writeFile(join(FOLDER, 'recording.d.ts'), RECORDING);
  generateVsCodeCustomElementData(manifest, {
    outdir: FOLDER,
    hideLogs: true,
    htmlFileName: 'vscode.html-custom-data.json',
    cssFileName: 'vscode.css-custom-data.json',
  });
}
