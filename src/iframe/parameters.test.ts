import { readFile } from 'node:fs/promises';
import type { CustomElementDeclaration, Package } from 'custom-elements-manifest';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ATTRIBUTES, RECORDINGS, readParameters } from './parameters.js';

const PAGE = 'http://course.example/lens/dist/embed/index.html';
const read = (query: string) => readParameters(query, PAGE);
const attributes = (query: string) =>
  Object.fromEntries(
    read(query).widgets.map(({ tag, attributes }) => [tag, Object.fromEntries(attributes)]),
  );

test('without a parameter it is a lens in the theme of the reader', () => {
  expect(read('')).toEqual({
    widgets: [{ tag: 'attn-lens', attributes: new Map() }],
    theme: 'auto',
    lang: undefined,
    trace: undefined,
    model: undefined,
    problems: [],
  });
});

test('a parameter goes to every widget that has it, and with a tag before it to one', () => {
  const query =
    'widgets=attn-lens,head-finder,qkv-sandbox&layer=5&behaviour=previous&hide=live&qkv-sandbox.hide=tools%20files&label=Dog';
  expect(attributes(query)).toEqual({
    'attn-lens': { hide: 'live', label: 'Dog', layer: '5' },
    'head-finder': { hide: 'live', label: 'Dog', behaviour: 'previous' },
    'qkv-sandbox': { hide: 'tools files', label: 'Dog' },
  });
  expect(read(query).problems).toEqual([]);
});

test('a switch is on with its name alone', () => {
  expect(attributes('ignore-first')['attn-lens']).toEqual({ 'ignore-first': '' });
  expect(attributes('ignore-first=false')['attn-lens']).toEqual({});
  expect(read('ignore-first=maybe').problems[0]).toMatch('is a switch');
});

test.each([
  ['https://a.example/trace.json', 'https://a.example/trace.json'],
  ['../../traces/mine.json', 'http://course.example/lens/traces/mine.json'],
  ['/mine.json', 'http://course.example/mine.json'],
])('a trace may be %s', (trace, url) => {
  expect(read(`trace=${encodeURIComponent(trace)}`).trace).toEqual({ url });
});

test.each([
  'javascript:alert(1)//',
  'data:application/json,{}//x',
  'blob:http://course.example/5',
  'file:///etc/passwd',
  'http://elsewhere.example/trace.json',
  '//elsewhere.example/trace.json',
  'https://me:secret@a.example/trace.json',
  'cat',
])('a trace or a model may not be %s', (address) => {
  for (const name of ['trace', 'model']) {
    const request = read(`${name}=${encodeURIComponent(address)}`);
    expect(request.trace ?? request.model).toBeUndefined();
    expect(request.problems).toHaveLength(1);
  }
});

test('what it does not know it names, and shows the rest', () => {
  const request = read('widgets=attn-lens&layer=4&onclick=alert(1)&behaviour=sink&head=a');
  expect(request.problems).toEqual([
    '“head” must be a whole number from 0. It is “a”.',
    '“onclick” is no parameter of attn-lens.',
    '“behaviour” is no parameter of attn-lens.',
  ]);
  expect(request.widgets[0]?.attributes).toEqual(new Map([['layer', '4']]));
  expect(read('widgets=script').problems[0]).toMatch('takes attn-lens, head-finder, qkv-sandbox');
});

test('a value of a megabyte is refused in a short sentence', () => {
  const long = 'x'.repeat(2 ** 20);
  for (const name of ['text', 'label', 'trace', 'widgets', 'scene', long]) {
    const { problems, widgets } = read(`${name}=${long}`);
    expect(problems.join(' ').length, name).toBeLessThan(300);
    expect(problems).toHaveLength(1);
    expect(widgets[0]?.attributes.size).toBe(0);
  }
});

test('whatever the address is, there are few short problems, known tags and known attributes', () => {
  const name = fc.oneof(
    fc.constantFrom('widgets', 'theme', 'trace', 'lang', 'model', 'text', 'scene', 'qkv-sandbox.k'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'binary' }))), (fields) => {
      const request = read(new URLSearchParams(fields).toString());
      expect(request.problems.length).toBeLessThanOrEqual(9);
      for (const { tag, attributes } of request.widgets) {
        for (const attribute of attributes.keys())
          expect(ATTRIBUTES[tag]).toHaveProperty(attribute);
      }
    }),
  );
});

test('every attribute of the widgets can be set, but where a file is and which element is meant', async () => {
  const own = new Set(['src', 'for', 'address', 'model', 'lang']);
  const manifest: Package = JSON.parse(
    await readFile(new URL('../../custom-elements.json', import.meta.url), 'utf8'),
  );
  const elements = manifest.modules
    .flatMap(({ declarations }) => declarations ?? [])
    .filter(
      (declaration): declaration is CustomElementDeclaration => 'customElement' in declaration,
    );
  for (const [tag, known] of Object.entries(ATTRIBUTES)) {
    const element = elements.find(({ tagName }) => tagName === tag);
    const names = (element?.attributes ?? []).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(3);
    expect(Object.keys(known), tag).toEqual(
      expect.arrayContaining(names.filter((attribute) => !own.has(attribute))),
    );
  }
});

test('its recordings are those of the package', async () => {
  for (const name of RECORDINGS) {
    const file = new URL(`../../traces/${name}.json`, import.meta.url);
    expect(JSON.parse(await readFile(file, 'utf8')).format).toBe('attention-trace@1');
  }
});
