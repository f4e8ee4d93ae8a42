// `npm run attributes`: writes the tables of attributes in docs/ from the table beside each element, and from what
// custom-elements.json says of each. So is the table of the iframe's parameters. A test fails when a table is old.

import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Package } from 'custom-elements-manifest';
import {
  type Attribute,
  type Attributes,
  listAttributes,
} from '../src/elements/shared/attributes.js';
import { ATTRIBUTES as PARAMETERS, type Widget } from '../src/iframe/widget-attributes.js';
import { TABLES } from './all-attributes.js';
import { findElement } from './manifest-elements.js';

const root = new URL('../', import.meta.url);

/** The guides with a table of attributes. */
export const GUIDES = ['lens', 'finder', 'sandbox', 'runtime', 'embedding'] as const;

/** Between two comments, so that the rest of the page is written by hand. */
const PLACE =
  /(<!-- attributes of ([\w-]+), by npm run attributes -->\n)[\s\S]*?(<!-- \/attributes -->)/g;

const PARAMETERS_PLACE =
  /(<!-- parameters of the iframe, by npm run attributes -->\n)[\s\S]*?(<!-- \/parameters -->)/;

const WIDGETS: Readonly<Record<Widget, string>> = {
  'attn-lens': 'lens',
  'head-finder': 'finder',
  'qkv-sandbox': 'sandbox',
};

/** What an attribute may be, as a reader of the docs is told. */
function valuesOf({ type, values, min = 0, max, step, default: usual }: Attribute): string {
  if (type === Boolean) return 'on or off';
  if (values)
    return values.map((value) => `\`${value}\`${usual === value ? ' (default)' : ''}`).join(', ');
  if (type !== Number) return 'text';
  const range = max === undefined ? `from ${min}` : `${min} to ${max}`;
  return `${step ? 'number' : 'whole number'}, ${range}${usual === undefined ? '' : `; default ${usual}`}`;
}

/** The rows of one element, in the order of its table. */
function attributeTable(tag: string, attributes: Attributes, manifest: Package): string {
  const { attributes: found = [] } = findElement(manifest, tag);
  const described = new Map(found.map(({ name, description }) => [name, description]));
  const rows = listAttributes(attributes).map(({ name, ...attribute }) => {
    const description = (described.get(name) ?? '').replaceAll('|', '\\|');
    const by = attribute.by === 'reader' ? 'author, reader' : 'author';
    return `| \`${name}\` | ${valuesOf(attribute)} | ${by} | ${description} |`;
  });
  return [
    '| attribute | values | changed by | what it does |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** The attributes that an iframe's address may set, each once, with the widgets that have it. */
function parameterTable(): string {
  const rows = new Map<string, { readonly values: string; readonly widgets: string[] }>();
  for (const [tag, widget] of Object.entries(WIDGETS) as [Widget, string][]) {
    for (const { name, ...attribute } of listAttributes(TABLES[tag]?.attributes ?? {})) {
      if (!Object.hasOwn(PARAMETERS[tag], name)) continue;
      const row = rows.get(name) ?? { values: valuesOf(attribute), widgets: [] };
      row.widgets.push(widget);
      rows.set(name, row);
    }
  }
  return [
    '| parameter | values | for |',
    '|---|---|---|',
    ...[...rows].map(
      ([name, { values, widgets }]) => `| \`${name}\` | ${values} | ${widgets.join(', ')} |`,
    ),
    '',
  ].join('\n');
}

/** A guide with its tables as they are now. */
export function withTables(guide: string, manifest: Package): string {
  return guide
    .replace(PLACE, (_, start: string, tag: string, end: string) => {
      const table = TABLES[tag];
      if (!table) throw new Error(`There is no element ${tag}.`);
      return start + attributeTable(tag, table.attributes, manifest) + end;
    })
    .replace(PARAMETERS_PLACE, (_, start: string, end: string) => start + parameterTable() + end);
}

export async function readManifest(): Promise<Package> {
  return JSON.parse(await readFile(new URL('custom-elements.json', root), 'utf8')) as Package;
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  const manifest = await readManifest();
  for (const guide of GUIDES) {
    const file = new URL(`docs/${guide}.md`, root);
    await writeFile(file, withTables(await readFile(file, 'utf8'), manifest));
  }
}
