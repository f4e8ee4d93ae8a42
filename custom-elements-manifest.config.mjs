// What the public elements offer to a page, read from their source. Storybook's controls and API pages, and the editors of
// our users, are fed by it.

import { TABLES } from './scripts/all-attributes.ts';
import { listAttributes } from './src/elements/shared/attributes.ts';

/** Leaves what a page can neither read, set nor hear, and what the analyzer guesses wrong. */
const onlyPublic = {
  name: 'only-public',
  packageLinkPhase({ customElementsManifest }) {
    for (const declaration of customElementsManifest.modules.flatMap((m) => m.declarations)) {
      // Static members tell copies of the library apart; they are no business of a page.
      declaration.members = declaration.members?.filter(
        ({ privacy, static: isStatic }) => !isStatic && (privacy ?? 'public') === 'public',
      );
      // A field that a constructor's parameter of the same name fills has no default.
      for (const member of declaration.members ?? []) {
        if (member.default === member.name) delete member.default;
      }
      // Every `dispatchEvent` is listed, under a guessed name; only `@fires` has the right ones, and it describes them.
      if (declaration.events) {
        declaration.events = declaration.events.filter(({ description }) => description);
      }
      if (declaration.superclass?.name === 'Event') {
        declaration.superclass = { name: 'Event', package: 'global:' };
      }
    }
  },
};

const BASES = new Set(['AttnElement', 'CardElement']);

/** The classes that elements extend are no business of a page: to it they are Lit's. */
const baseClass = {
  name: 'base-class',
  packageLinkPhase({ customElementsManifest: { modules } }) {
    for (const declaration of modules.flatMap(({ declarations }) => declarations)) {
      if (!BASES.has(declaration.superclass?.name)) continue;
      declaration.superclass = { name: 'LitElement', package: 'lit' };
      declaration.customElement = true;
    }
  },
};

/** The attributes are those of the table beside the element; what they mean is said at the properties. */
const attributeTables = {
  name: 'attribute-tables',
  packageLinkPhase({ customElementsManifest: { modules } }) {
    for (const { path, declarations } of modules) {
      const table = TABLES[path.split('/').at(-2)];
      const element = declarations.find(({ customElement }) => customElement);
      if (!table || !element) continue;
      element.attributes = listAttributes(table.attributes).map((attribute) =>
        describe(attribute, table.parts?.[attribute.name], element.members),
      );
    }
  },
};

function describe({ name, property, default: usual, reflect }, parts, members) {
  const member = members.find((one) => one.name === property);
  if (!member) throw new Error(`The attribute ${name} has no field ${property} in its class.`);
  if (parts) {
    const names = parts.split(' ').map((part) => `\`${part}\``);
    member.description += ` Any of ${names.join(', ')}.`;
  }
  if (usual !== undefined && member.default !== JSON.stringify(usual).replaceAll('"', "'")) {
    throw new Error(
      `The default of ${name} is ${usual} in its table and ${member.default} in its class.`,
    );
  }
  member.attribute = name;
  if (reflect) member.reflects = true;
  const { type, default: value, description } = member;
  return { name, type, default: value, description, fieldName: property };
}

/** Docstrings have line breaks where the code does. Only the description of a whole element has paragraphs. */
const oneLine = {
  name: 'one-line',
  packageLinkPhase({ customElementsManifest: { modules } }) {
    for (const declaration of modules.flatMap(({ declarations }) => declarations)) {
      for (const item of Object.values(declaration).flat()) {
        if (item.description) item.description = item.description.replace(/\s+/g, ' ');
      }
    }
  },
};

/** The folder of an element is named by its tag, and the module beside its class defines it. */
const tags = {
  name: 'tags',
  packageLinkPhase({ customElementsManifest: { modules } }) {
    for (const { path, declarations } of [...modules]) {
      const [, folder, tag] = /^(.+\/(.+)\/)\2\.element\.ts$/.exec(path) ?? [];
      const element = declarations.find(({ customElement }) => customElement);
      if (!folder || !element) continue;
      element.tagName = tag;
      const declaration = { name: element.name, module: path };
      modules.push({
        kind: 'javascript-module',
        path: `${folder}${tag}.ts`,
        declarations: [],
        exports: [{ kind: 'custom-element-definition', name: tag, declaration }],
      });
    }
  },
};

/** Names modules as the published package does. */
const publishedPaths = {
  name: 'published-paths',
  packageLinkPhase({ customElementsManifest: { modules } }) {
    const published = (path) => path.replace(/^src\/(.+)\.ts$/, 'dist/$1.js');
    for (const module of modules) {
      module.path = published(module.path);
      for (const { declaration } of module.exports) {
        declaration.module = published(declaration.module);
      }
    }
    // The analyzer goes through the files in the order in which the disk answers.
    modules.sort((a, b) => (a.path < b.path ? -1 : 1));
  },
};

export default {
  globs: ['src/elements/*/*.element.ts', 'src/elements/*/events.ts', 'src/elements/*/*.event.ts'],
  litelement: true,
  outdir: '.',
  plugins: [baseClass, onlyPublic, attributeTables, oneLine, tags, publishedPaths],
};
