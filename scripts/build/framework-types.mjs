// Types of the elements for templates of React, Preact, Vue, Svelte and Solid, and data for editors, all from custom-elements.json.
// The generators know attributes, properties and docs; what differs from one framework to the next, and that our events are
// classes of their own rather than `CustomEvent`s, is put right here. For React there is a component for every element too.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateJsxTypes } from 'custom-element-jsx-integration';
import { generateSolidJsTypes } from 'custom-element-solidjs-integration';
import { generateSvelteTypes } from 'custom-element-svelte-integration';
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration';
import { generateVuejsTypes } from 'custom-element-vuejs-integration';

const FOLDER = 'dist/types';
const COMPONENTS = 'dist/react';

/** Where the generated code says how its elements join those of the framework. */
const AUGMENTATION = /^declare (?:global|module "[\w-]+"|namespace svelteHTML) \{\n[\s\S]*$/m;

/** The generators' own list of what every element takes: short, without events, and the framework has a better one. */
const BASE = /type BaseProps = \{\n[\s\S]*?\n\}[^;]*;\n\ntype BaseEvents = \{\};\n/;

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
  solid: {
    generate: generateSolidJsTypes,
    // Solid sets properties of custom elements, with or without "prop:".
    refine: (code) =>
      elements(
        code
          .replace(/^import type \{ JSX \}.*\n/m, '')
          .replace(/^\} & JSX\.[^;]*;/gm, '};')
          .replace(/^( {2}\/\*\*[^/]*\*\/\n) {2}"prop:(\w+)"(.*)$/gm, '$1  "prop:$2"$3\n$1  $2$3'),
        (name) => `import('solid-js').JSX.HTMLAttributes<${name}>`,
      ),
    augmentation: `declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
}`,
  },
};

/** What the components take: properties by their own names, listeners as in `onAttnRun`, and what every HTML element does. */
const COMPONENT_TYPES = `type Camel<Name> = Name extends \`\${infer Head}-\${infer Tail}\` ? \`\${Head}\${Capitalize<Camel<Tail>>}\` : Name;
type PropName<Name> = Name extends \`onattn-\${infer Event}\` ? Camel<\`onAttn-\${Event}\`> : Camel<Name>;
type OwnProps<Props> = { [Name in keyof Props as PropName<Name>]: Props[Name] };
type Component<Element, Props> = (
  props: Omit<import('react').HTMLAttributes<Element>, keyof OwnProps<Props>> & OwnProps<Props> & import('react').RefAttributes<Element>,
) => import('react').ReactElement;`;

/**
 * A component for every element, in a module of its own: on a page that is rendered on a server, all that such a module exports
 * goes to the browser. `code` is the types of the tags, whose classes make way for components of the same names.
 */
async function writeReactComponents(manifest, code) {
  const elements = manifest.modules.flatMap(({ path, declarations }) =>
    declarations
      .filter(({ tagName }) => tagName)
      .map(({ tagName: tag, name }) => ({ tag, name, path: path.replace(/^dist/, '..') })),
  );
  await mkdir(COMPONENTS, { recursive: true });
  for (const { tag, name, path } of elements) {
    await writeFile(
      join(COMPONENTS, `${tag}.js`),
      `'use client';
import { ${name} as element } from '${path}';
import { component } from './component.js';
export const ${name} = /* @__PURE__ */ component('${tag}', element);
`,
    );
  }
  await writeFile(
    join(FOLDER, 'react.js'),
    elements.map(({ tag, name }) => `export { ${name} } from '../react/${tag}.js';\n`).join(''),
  );
  const names = elements.map(({ name }) => name).join('|');
  const renamed = code
    .replace(new RegExp(`import type \\{ (${names}) \\}`, 'g'), 'import type { $1 as $1Element }')
    .replace(new RegExp(`\\b(${names})(?=[[>])`, 'g'), '$1Element');
  const components = elements.map(
    ({
      tag,
      name,
    }) => `/** \`<${tag}>\`, also where a server renders the page. As a type it is the element, for a \`ref\`. */
export type ${name} = ${name}Element;
export declare const ${name}: Component<${name}Element, ${name}Props>;`,
  );
  return [renamed, COMPONENT_TYPES, ...components].join('\n\n');
}

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

/** Writes `dist/types` and `dist/react`. Importing a framework's module alone does nothing at run time. */
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
    const types = `// Made from custom-elements.json.\n${imports(manifest, code)}\n${code.trim()}`;
    await writeFile(join(FOLDER, `${name}.js`), 'export {};\n');
    const all = name === 'react' ? await writeReactComponents(manifest, types) : types;
    await writeFile(file, `${all}\n\n${augmentation}\n`);
  }
  await writeFile(join(FOLDER, 'recording.d.ts'), RECORDING);
  generateVsCodeCustomElementData(manifest, {
    outdir: FOLDER,
    hideLogs: true,
    htmlFileName: 'vscode.html-custom-data.json',
    cssFileName: 'vscode.css-custom-data.json',
  });
}
